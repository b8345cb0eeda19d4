package org.cotgateway.bench.load;

import java.io.IOException;

/**
 * What {@code post.c} says of one request, in the order of its line.
 *
 * @param bytes of the body
 * @param wallNs from its first byte to the last one of the answer
 * @param cpuNs processor time of the sender meanwhile, user and system
 * @param status of the answer
 * @param accepted how many events the answer says were taken, -1 if it does not
 */
record PostResult(long bytes, long wallNs, long cpuNs, long status, long accepted) {

    private static final int FIGURES = 5;

    static PostResult of(long[] line) throws IOException {
        if (line.length != FIGURES) {
            throw new IOException("post answered with " + line.length + " numbers instead of " + FIGURES);
        }
        return new PostResult(line[0], line[1], line[2], line[3], line[4]);
    }

    /** Ends the run unless the gateway has taken all. */
    void requireAll(String what, long events) throws IOException {
        if (status != 200 || accepted != events) {
            throw new IOException(
                    what + ": " + events + " events were sent; status " + status + ", " + accepted + " accepted");
        }
    }
}
