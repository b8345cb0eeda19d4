package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.Arrays;

/**
 * How late a driver's events came to devices, as {@code receipts.h} tells it.
 *
 * @param events how many came, the sum over all devices
 * @param each from when an event was due until a device had it
 * @param eventsToAll how many every device has
 * @param last until the last device had it
 */
record Receipts(long events, Latencies each, long eventsToAll, Latencies last) {

    /** A count and the latencies that follow it, twice. */
    private static final int FIGURES = 14;

    private static final int TO_ALL = FIGURES / 2;

    static Receipts of(long[] line) throws IOException {
        if (line.length != FIGURES) {
            throw new IOException("devices answered with " + Arrays.toString(line) + " instead of " + FIGURES
                    + " numbers of receipts");
        }
        return new Receipts(line[0], Latencies.of(line, 1), line[TO_ALL], Latencies.of(line, TO_ALL + 1));
    }

    /** Ends the run unless every device had so many events, each of which said when it was due. */
    void requireAll(String who, long eventsEach, int devices) throws IOException {
        if (events != eventsEach * devices || eventsToAll != eventsEach) {
            throw new IOException(who + ": " + devices + " devices should have got " + eventsEach
                    + " events each that say when they were due; there were " + events + " of these in all, and "
                    + eventsToAll + " that every device got");
        }
    }
}
