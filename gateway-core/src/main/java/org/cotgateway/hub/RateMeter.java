package org.cotgateway.hub;

/** Makes rates of a growing count that it is told once a second. For one thread. */
final class RateMeter {

    private static final int LONGEST_S = 60;
    private static final double MS_PER_SECOND = 1_000;

    private final long[] counts = new long[LONGEST_S + 1];
    private final long[] timesMs = new long[LONGEST_S + 1];
    private int samples;

    /**
     * Takes the count at a time.
     *
     * @param nowMs on a clock that is never set back
     */
    void sample(long count, long nowMs) {
        int place = samples % counts.length;
        counts[place] = count;
        timesMs[place] = nowMs;
        samples++;
    }

    Rates rates() {
        return new Rates(perSecond(1), perSecond(10), perSecond(LONGEST_S));
    }

    /** By the time that really passed, as the timer may be late. */
    private double perSecond(int seconds) {
        int back = Math.min(seconds, Math.min(samples, counts.length) - 1);
        if (back < 1) {
            return 0;
        }
        int newest = (samples - 1) % counts.length;
        int oldest = (samples - 1 - back) % counts.length;
        long passedMs = timesMs[newest] - timesMs[oldest];
        return passedMs <= 0 ? 0 : (counts[newest] - counts[oldest]) * MS_PER_SECOND / passedMs;
    }
}
