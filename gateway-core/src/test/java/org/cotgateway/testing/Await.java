package org.cotgateway.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits for what another thread brings about, by looking again and again until a deadline. */
public final class Await {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(5);

    private Await() {}

    /** Waits until this is so; fails after twenty seconds. */
    public static void until(BooleanSupplier condition) {
        try {
            until(condition::getAsBoolean, Boolean::booleanValue);
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Gives the first value that is as wanted; fails with the last one after twenty seconds. */
    public static <T> T until(Callable<T> value, Predicate<T> wanted) throws Exception {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        T current = value.call();
        while (!wanted.test(current)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("after " + TIMEOUT.toSeconds() + " s still " + current);
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
            current = value.call();
        }
        return current;
    }
}
