package org.cotgateway.channel;

import java.util.List;
import java.util.function.Supplier;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.TakStreamSplitter;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of a stream's bytes was no event: counted, and told in the log, of each kind once in a while. Loop-only. */
final class StreamLosses {

    private static final Logger log = LoggerFactory.getLogger(StreamLosses.class);

    private static final long NOWHERE = -1;

    private final Inlet from;
    private final Tally tally;
    private final int maxEventBytes;
    private final LogLimit noEvents;
    private boolean untold;
    /** Where the bytes end that were skipped last: a long run comes in parts, and counts once. */
    private long skippedTo = NOWHERE;

    /**
     * @param from whose stream it is
     * @param tally counts
     * @param maxEventBytes what the splitters take
     */
    StreamLosses(LoopContext context, Inlet from, Tally tally, int maxEventBytes) {
        this.from = from;
        this.tally = tally;
        this.maxEventBytes = maxEventBytes;
        this.noEvents = new LogLimit(context.loop);
    }

    /** The stream is over: the line that says so sums it all up. */
    void close() {
        noEvents.discard();
    }

    /** The log has said why the peer was let go: what else it had sent is counted only. */
    void untold() {
        untold = true;
    }

    /** A message was whole and no event. */
    void malformed(long offset, List<Violation> violations) {
        tally.malformed();
        warn(Counter.RECEIVED_MALFORMED, () -> from + ": no event at byte " + offset + ": " + violations);
    }

    /**
     * Bytes of XML belong to no event.
     *
     * @param overdueWhy why what is overdue was given up
     */
    void skipped(CotStreamSplitter.SkipReason reason, long offset, long bytes, String overdueWhy) {
        tally.skipped(bytes);
        switch (reason) {
            case BETWEEN_EVENTS ->
                warn(reason, () -> from + ": " + count(bytes) + " from byte " + offset + " on belong to no event");
            case UNFINISHED, UNCLOSED -> {
                tally.unfinished();
                warn(
                        reason,
                        () -> from + ": what begins at byte " + offset + " was cut off after " + count(bytes)
                                + " by the next event or the end of the stream; it is lost");
            }
            case TOO_LARGE -> {
                tally.tooLarge();
                warn(
                        reason,
                        () -> from + ": an event that begins at byte " + offset
                                + " has no end within " + count(maxEventBytes)
                                + "; it is lost with all up to the next one, "
                                + count(bytes));
            }
            case OVERDUE -> {
                tally.unfinished();
                warn(
                        reason,
                        () -> from + ": what begins at byte " + offset + " is given up, " + count(bytes) + ": "
                                + overdueWhy);
            }
        }
    }

    /** What is skipped next does not go on with what was skipped last, even where that ends. */
    void skipsAnother() {
        skippedTo = NOWHERE;
    }

    /**
     * Bytes of TAK Protocol belong to no frame.
     *
     * @param overdueWhy why what is overdue was given up
     * @return what they are, in words; null if they go on with what was skipped last
     */
    @Nullable
    String skipped(TakStreamSplitter.SkipReason reason, long offset, long bytes, String overdueWhy) {
        tally.skipped(bytes);
        boolean goesOn = offset == skippedTo && reason != TakStreamSplitter.SkipReason.UNFINISHED;
        skippedTo = offset + bytes;
        if (goesOn) {
            return null;
        }
        String what = switch (reason) {
            case NO_FRAME -> "no frame of TAK Protocol begins at byte " + offset;
            case TOO_LARGE -> {
                tally.tooLarge();
                yield "the frame at byte " + offset + " announces more than " + count(maxEventBytes);
            }
            case UNFINISHED -> {
                tally.unfinished();
                yield "the end of the stream cut off the frame at byte " + offset + " after " + count(bytes);
            }
            case OVERDUE -> {
                tally.unfinished();
                yield "the frame at byte " + offset + " is not all there: " + overdueWhy;
            }
        };
        String then = reason == TakStreamSplitter.SkipReason.UNFINISHED ? "" : "; all up to the next frame is given up";
        warn(reason, () -> from + ": " + what + then);
        return what;
    }

    private void warn(Object kind, Supplier<String> line) {
        if (!untold) {
            noEvents.warn(log, kind, line);
        }
    }

    private static String count(long bytes) {
        return BadInput.number(bytes) + (bytes == 1 ? " byte" : " bytes");
    }
}
