package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;

/**
 * Takes in single events as XML, for passing them on: checks that an event is well-formed and keeps all of {@link
 * org.cotgateway.event.EventRules}, and reads its summary. Usual events take one pass and no memory but the summary's;
 * all others are read by {@link CotXmlReader}, with the same result, only slower. Bad input of any kind is an answer.
 *
 * <p>Not thread-safe, but made to be used again: one intake per event loop. Buffers stay the caller's, and nothing of
 * them is kept.
 */
public final class EventIntake {

    private final SummaryScan scan;
    private final CotXmlReader reader;
    private final IntakeReading reading;

    public EventIntake(XmlLimits limits) {
        scan = new SummaryScan(limits);
        reader = new CotXmlReader(limits);
        reading = new IntakeReading(scan.marks());
    }

    /**
     * Takes in one whole document: the readable bytes of the buffer, whose indices are not moved.
     *
     * @return what came of it, lent until the next call
     */
    public IntakeReading read(ByteBuf document) {
        EventSummary summary = scan.read(document);
        if (summary != null) {
            return reading.usual(summary);
        }
        XmlReading whole = reader.readAndCheck(document);
        CotEvent event = whole.event();
        return event == null || !whole.violations().isEmpty()
                ? reading.invalid(event, whole.violations())
                : reading.unusual(event);
    }

    /**
     * Takes in the event that begins at an index of a stream's bytes, if it is valid and usual, not long and ends before
     * the other index: for a {@link CotStreamSplitter.Sink#eventAt splitter} that need not look for its end then.
     *
     * @return how long it is, in bytes, its reading being {@link #reading}; 0 if it is none of those
     */
    public int readAhead(ByteBuf stream, int from, int to) {
        EventSummary summary = scan.readAhead(stream, from, to);
        if (summary == null) {
            return 0;
        }
        reading.usual(summary);
        return scan.bytes();
    }

    /** What came of the last event, lent until the next one. */
    public IntakeReading reading() {
        return reading;
    }
}
