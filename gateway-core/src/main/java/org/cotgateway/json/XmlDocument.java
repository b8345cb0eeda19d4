package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;

/**
 * Reads a sequence of events as XML. What stands between the events, such as a root element around them, is passed over, and what
 * stands in a comment or a CDATA section between them is no event, however long that is.
 */
final class XmlDocument implements EventDocument, CotStreamSplitter.Sink {

    /** Also what stands around them: the tags of an element that holds the events. */
    private static final String TEXT_BETWEEN = "text between events";

    private static final int FEW_EVENTS = 8;

    private final EventItems items;
    private final int maxEventBytes;
    private final DocumentReaders readers;
    private final CotStreamSplitter splitter;
    private final LineOffsets lines = new LineOffsets();
    private boolean isAhead;
    private long index;
    /** The item before which text was found last: it may come in parts, and counts once. */
    private long strayBefore = -1;
    /** Where that begins of which nothing is kept, and in which line. */
    private long passedFrom = -1;

    private int passedLine = 1;

    XmlDocument(EventItems items, DocumentSettings settings, DocumentReaders readers) {
        this.items = items;
        this.readers = readers;
        maxEventBytes = settings.maxItemBytes();
        splitter = CotStreamSplitter.ofDocument(maxEventBytes);
    }

    @Override
    public void feed(ByteBuf part) {
        long unfinished = splitter.unfinishedFrom();
        lines.lineAt(unfinished < 0 ? lines.end() : unfinished);
        lines.add(part);
        splitter.feed(part, this);
        long passed = splitter.passedOverFrom();
        if (passed > passedFrom) {
            passedFrom = passed;
            passedLine = lines.lineAt(passed);
        }
    }

    @Override
    public void end() {
        splitter.finish(this);
        if (index == 0) {
            items.rejected(
                    0, 1, List.of(Violation.of("event", null, "must be there: there is no event in the document")));
        }
    }

    @Override
    public void close() {
        splitter.close();
    }

    @Override
    public int eventAt(ByteBuf in, int from, int to) {
        EventIntake fast = readers.intake(index >= FEW_EVENTS);
        int bytes = fast == null ? 0 : fast.readAhead(in, from, to);
        isAhead = bytes > 0;
        return bytes;
    }

    @Override
    public void event(ByteBuf event, long offset) {
        int line = lines.lineAt(offset);
        long before = offset - lines.lineBegin();
        EventIntake fast = readers.intake(index >= FEW_EVENTS);
        long item = index++;
        if (fast == null) {
            whole(event, item, line, before);
            return;
        }
        IntakeReading reading = isAhead ? fast.reading() : fast.read(event);
        isAhead = false;
        if (!reading.isValid()) {
            items.rejected(item, line, inDocument(reading.violations(), line, before));
        } else if (!items.xml(event, reading, item, line)) {
            whole(event, item, line, before);
        }
    }

    private void whole(ByteBuf xml, long item, int line, long before) {
        XmlReading reading = readers.xml().readAndCheck(xml);
        CotEvent event = reading.event();
        if (event == null || !reading.violations().isEmpty()) {
            items.rejected(item, line, inDocument(reading.violations(), line, before));
        } else {
            items.event(event, item, line);
        }
    }

    /**
     * The places in an event as places in the document.
     *
     * @param line in which the event begins
     * @param before how many bytes stand before it in that line, each of which counts as a column
     */
    private static List<Violation> inDocument(List<Violation> violations, int line, long before) {
        List<Violation> placed = new ArrayList<>(violations.size());
        for (Violation violation : violations) {
            TextPosition at = violation.at();
            placed.add(at == null ? violation : violation.at(inDocument(at, line, before)));
        }
        return placed;
    }

    private static TextPosition inDocument(TextPosition at, int line, long before) {
        int column = at.line() == 1 ? (int) Math.min(Integer.MAX_VALUE, before + at.column()) : at.column();
        return new TextPosition(line + at.line() - 1, column);
    }

    @Override
    public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
        int line = offset == passedFrom ? passedLine : lines.lineAt(offset);
        String size = bytes + " bytes";
        switch (reason) {
            case BETWEEN_EVENTS -> {
                if (strayBefore != index) {
                    strayBefore = index;
                    items.ignored(index, line, TEXT_BETWEEN);
                }
            }
            case TOO_LARGE ->
                reject(line, Violation.of("event", size, "must have an end within " + maxEventBytes + " bytes"));
            case UNFINISHED, OVERDUE -> reject(line, Violation.of("event", size, "must be complete; it has no end"));
            case UNCLOSED ->
                reject(
                        line,
                        Violation.of(
                                EventItems.DOCUMENT,
                                size,
                                "must have an end: a comment or the like begins here, and has none"));
        }
    }

    private void reject(int line, Violation violation) {
        items.rejected(index++, line, List.of(violation));
    }
}
