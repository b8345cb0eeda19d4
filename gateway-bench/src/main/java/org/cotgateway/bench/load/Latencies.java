package org.cotgateway.bench.load;

/**
 * How long something took, in nanoseconds.
 *
 * @param p50Ns the median
 * @param p90Ns 9 of 10 were as fast
 * @param p99Ns 99 of 100 were as fast
 * @param p999Ns 999 of 1,000 were as fast
 * @param p9999Ns 9,999 of 10,000 were as fast
 * @param maxNs the slowest
 */
record Latencies(long p50Ns, long p90Ns, long p99Ns, long p999Ns, long p9999Ns, long maxNs) {

    /** Not measured, or of no meaning: when the publisher waits, or fills every buffer. */
    static final Latencies NONE = new Latencies(0, 0, 0, 0, 0, 0);

    /** Those of six numbers of a line, from that one on. */
    static Latencies of(long[] line, int from) {
        return new Latencies(
                line[from], line[from + 1], line[from + 2], line[from + 3], line[from + 4], line[from + 5]);
    }
}
