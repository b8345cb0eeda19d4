package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;

/** Reads a sequence of events as XML. What stands between the events, such as a root element around them, is passed over. */
final class XmlDocument implements EventDocument, CotStreamSplitter.Sink {

    private final EventItems items;
    private final XmlLimits limits;
    private final CotStreamSplitter splitter;
    private final EventIntake intake;
    private final CotXmlReader reader;
    private final LineOffsets lines = new LineOffsets();
    private boolean isAhead;
    private long index;

    XmlDocument(EventItems items, DocumentSettings settings) {
        this.items = items;
        XmlLimits usual = XmlLimits.DEFAULT;
        limits = new XmlLimits(
                settings.maxItemBytes(),
                settings.maxDepth(),
                usual.maxAttributes(),
                usual.maxNameChars(),
                settings.maxItemBytes());
        splitter = new CotStreamSplitter(settings.maxItemBytes());
        intake = new EventIntake(limits);
        reader = new CotXmlReader(limits);
    }

    @Override
    public void feed(ByteBuf part) {
        long unfinished = splitter.unfinishedFrom();
        lines.lineAt(unfinished < 0 ? lines.end() : unfinished);
        lines.add(part);
        splitter.feed(part, this);
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
        int bytes = intake.readAhead(in, from, to);
        isAhead = bytes > 0;
        return bytes;
    }

    @Override
    public void event(ByteBuf event, long offset) {
        IntakeReading reading = isAhead ? intake.reading() : intake.read(event);
        isAhead = false;
        int line = lines.lineAt(offset);
        long item = index++;
        if (!reading.isValid()) {
            items.rejected(item, line, reading.violations());
        } else if (!items.xml(event, reading, item, line)) {
            items.event(whole(event, reading), item, line);
        }
    }

    private CotEvent whole(ByteBuf xml, IntakeReading reading) {
        CotEvent read = reading.event();
        if (read == null) {
            read = reader.read(xml).event();
        }
        if (read == null) {
            throw new IllegalStateException("what was taken in cannot be read");
        }
        return read;
    }

    @Override
    public void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes) {
        int line = lines.lineAt(offset);
        String size = bytes + " bytes";
        switch (reason) {
            case BETWEEN_EVENTS -> items.ignored(index, line, size + " between events");
            case TOO_LARGE ->
                reject(
                        line,
                        Violation.of("event", size, "must have an end within " + limits.maxEventBytes() + " bytes"));
            case UNFINISHED, OVERDUE -> reject(line, Violation.of("event", size, "must be complete; it has no end"));
        }
    }

    private void reject(int line, Violation violation) {
        items.rejected(index++, line, List.of(violation));
    }
}
