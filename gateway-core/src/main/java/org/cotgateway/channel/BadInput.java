package org.cotgateway.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of what came from a peer was no good. Immutable.
 *
 * @param malformed messages that are no event
 * @param invalid events that break rules
 * @param tooLarge messages over the limit
 * @param tooLargeForStreams events that were passed on, but not to those who get them by a stream in a form that is too
 *     large for it: ATAK takes 65,536 bytes
 * @param unfinished events that the next one, the end of their connection or listener, or the time limit cut off
 * @param skippedBytes bytes of a stream that belonged to no event, those of the last two among them
 */
public record BadInput(
        long malformed, long invalid, long tooLarge, long tooLargeForStreams, long unfinished, long skippedBytes) {

    /** Nothing bad. */
    public static final BadInput NONE = new BadInput(0, 0, 0, 0, 0, 0);

    /** How many messages it cost, for all or some. */
    public long messages() {
        return malformed + invalid + tooLarge + tooLargeForStreams + unfinished;
    }

    /** What has been added since it was like that. */
    BadInput since(BadInput before) {
        return new BadInput(
                malformed - before.malformed,
                invalid - before.invalid,
                tooLarge - before.tooLarge,
                tooLargeForStreams - before.tooLargeForStreams,
                unfinished - before.unfinished,
                skippedBytes - before.skippedBytes);
    }

    /** {@code 16 messages were no events, 1 event broke rules}; empty if there was nothing bad. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, malformed, "message was no event", "messages were no events");
        add(parts, invalid, "event broke rules", "events broke rules");
        add(parts, tooLarge, "message was too large", "messages were too large");
        add(parts, tooLargeForStreams, "event was too large for streams", "events were too large for streams");
        add(parts, unfinished, "event was cut off", "events were cut off");
        add(parts, skippedBytes, "byte belonged to no whole event", "bytes belonged to no whole event");
        return String.join(", ", parts);
    }

    /** With commas, as in {@code 1,234}. */
    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static void add(List<String> parts, long count, String one, String many) {
        if (count > 0) {
            parts.add(number(count) + " " + (count == 1 ? one : many));
        }
    }
}
