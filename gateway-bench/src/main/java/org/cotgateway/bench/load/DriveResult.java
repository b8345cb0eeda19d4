package org.cotgateway.bench.load;

import java.io.IOException;

/**
 * What {@code drive.c} says of one command, in the order of its line.
 *
 * @param sent events that the publishers sent
 * @param received events that came, the sum over all receivers
 * @param least events that the receiver with the fewest got
 * @param most events that the receiver with the most got
 * @param disordered events that did not follow the one before them
 * @param echoed events that came back to their publisher
 * @param wallNs from the first event sent to the last one received
 * @param cpuNs processor time of the driver meanwhile, user and system
 * @param each latency from sending to reading; from when it was due if the events were paced
 * @param last the same until the last receiver has it; nothing unless they were paced
 * @param reconnected how often clients came back that come and go
 */
record DriveResult(
        long sent,
        long received,
        long least,
        long most,
        long disordered,
        long echoed,
        long wallNs,
        long cpuNs,
        Latencies each,
        Latencies last,
        long reconnected) {

    /** Where latencies begin in it. */
    private static final int EACH = 8;

    private static final int LAST = 14;
    private static final int FIGURES = 21;

    static DriveResult of(long[] line) throws IOException {
        if (line.length != FIGURES) {
            throw new IOException("drive answered with " + line.length + " numbers instead of " + FIGURES);
        }
        return new DriveResult(
                line[0],
                line[1],
                line[2],
                line[3],
                line[4],
                line[5],
                line[6],
                line[7],
                Latencies.of(line, EACH),
                Latencies.of(line, LAST),
                line[FIGURES - 1]);
    }

    /**
     * Ends the run unless every receiver got all the events once, in order, and no publisher its own: the speed of a relay
     * that loses events means nothing.
     */
    void requireAll(String relay, long eventsEach, int receivers) throws IOException {
        long expected = eventsEach * receivers;
        if (received == expected && least == most && disordered == 0 && echoed == 0) {
            return;
        }
        throw new IOException(relay + ": " + receivers + " receivers should have got " + eventsEach + " events each, "
                + expected + " in all; they got " + received + ", the one with the fewest " + least
                + ", the one with the most " + most + "; " + disordered + " did not follow the one before, " + echoed
                + " came back to the publisher");
    }
}
