package org.cotgateway.channel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses after failures in a row: the first pause, doubled each time, up to the longest, and of that a random part
 * between a half and the whole so that many that failed together do not come back together. With 500 ms and 15 s: 250 to
 * 500 ms, 500 to 1000 ms, 1 to 2 s ... 7.5 to 15 s. Times are milliseconds of a clock that is never set back.
 */
final class Backoff {

    private static final int MAX_DOUBLINGS = 20;

    private final long firstMs;
    private final long maxMs;
    private final RandomGenerator random;
    private int failures;
    private long pausedUntilMs;

    Backoff(Duration first, Duration max, RandomGenerator random) {
        this.firstMs = first.toMillis();
        this.maxMs = max.toMillis();
        this.random = random;
    }

    void failed(long nowMs) {
        long whole = Math.min(maxMs, firstMs << Math.min(failures, MAX_DOUBLINGS));
        long half = whole / 2;
        failures++;
        pausedUntilMs = nowMs + half + random.nextLong(whole - half + 1);
    }

    void succeeded() {
        failures = 0;
    }

    /** In a row. */
    int failures() {
        return failures;
    }

    boolean isPausing(long nowMs) {
        return failures > 0 && nowMs < pausedUntilMs;
    }
}
