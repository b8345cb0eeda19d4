package org.cotgateway.channel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to pause after the n-th failure in a row: the first pause, doubled each time, up to the longest, and of that a
 * random part between a half and the whole so that many that failed together do not come back together. With 500 ms and
 * 15 s: 250 to 500 ms, 500 to 1000 ms, 1 to 2 s ... 7.5 to 15 s.
 */
final class Backoff {

    private static final int MAX_DOUBLINGS = 20;

    private final long firstMs;
    private final long maxMs;
    private final RandomGenerator random;

    Backoff(Duration first, Duration max, RandomGenerator random) {
        this.firstMs = first.toMillis();
        this.maxMs = max.toMillis();
        this.random = random;
    }

    /** The pause after so many failures, at least 1. */
    long pauseMs(int failures) {
        long whole = Math.min(maxMs, firstMs << Math.min(failures - 1, MAX_DOUBLINGS));
        long half = whole / 2;
        return half + random.nextLong(whole - half + 1);
    }
}
