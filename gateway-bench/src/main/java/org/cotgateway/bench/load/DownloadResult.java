package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code download.c} says of one turn, in the order of its line.
 *
 * @param completed answers that came whole
 * @param bytes of all answers, their heads too
 * @param wallNs from the first connect to the last byte; of a paced turn from when the first download was due
 * @param cpuNs processor time of the clients meanwhile, user and system
 * @param p50Ns median time of an answer, from its connect to its last byte; of a paced turn from when it was due
 * @param p99Ns 99 of 100 were as fast
 * @param maxNs the slowest
 * @param least answers that the client with the fewest got
 * @param most answers that the client with the most got
 * @param compared answers that were compared with what was to come, byte by byte
 * @param failures those that failed, by kind, in words
 */
record DownloadResult(
        long completed,
        long bytes,
        long wallNs,
        long cpuNs,
        long p50Ns,
        long p99Ns,
        long maxNs,
        long least,
        long most,
        long compared,
        List<String> failures) {

    private static final List<String> KINDS = List.of(
            "not connected",
            "reset",
            "cut short",
            "with another status than 200",
            "of another length",
            "of other bytes",
            "stalled for 10 s");

    private static final int FIGURES = 10;

    /** Copies the failures. */
    DownloadResult {
        failures = List.copyOf(failures);
    }

    static DownloadResult of(long[] line) throws IOException {
        if (line.length != FIGURES + KINDS.size()) {
            throw new IOException(
                    "download answered with " + line.length + " numbers instead of " + (FIGURES + KINDS.size()));
        }
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < KINDS.size(); i++) {
            if (line[FIGURES + i] > 0) {
                failures.add(line[FIGURES + i] + " " + KINDS.get(i));
            }
        }
        return new DownloadResult(
                line[0], line[1], line[2], line[3], line[4], line[5], line[6], line[7], line[8], line[9], failures);
    }

    /** Ends the run unless all answers were what they should be, and some were compared. */
    void requireAll(String server) throws IOException {
        if (!failures.isEmpty() || compared == 0) {
            throw new IOException(server + ": of its answers " + completed + " were whole and " + compared
                    + " compared; " + String.join(", ", failures));
        }
    }

    double perSecond() {
        return completed * 1e9 / wallNs;
    }
}
