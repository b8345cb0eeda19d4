package org.cotgateway.datapackage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * When what has happened is written. The first after a quiet time is written a pause later, with all that has come meanwhile. In a
 * storm writings are {@value #STORM_PAUSES} pauses apart: each wakes threads and runs code that is seldom run, and where the
 * loop and the devices have all processors, nobody is answered meanwhile. For one that writes at a time.
 */
final class JournalPace {

    static final int STORM_PAUSES = 5;

    private final long pauseNs;
    private final LongSupplier nanoClock;
    private final LongFunction<Executor> later;
    private long lastNs;

    /**
     * @param nanoClock tells the time, in nanoseconds
     * @param later gives what executes after so many nanoseconds
     */
    JournalPace(Duration pause, LongSupplier nanoClock, LongFunction<Executor> later) {
        this.pauseNs = pause.toNanos();
        this.nanoClock = nanoClock;
        this.later = later;
        this.lastNs = nanoClock.getAsLong() - STORM_PAUSES * pauseNs;
    }

    /** By the system's clock; without a pause each at once. */
    static JournalPace of(Duration pause) {
        Executor now = Runnable::run;
        return new JournalPace(
                pause,
                System::nanoTime,
                delayNs -> delayNs == 0 ? now : CompletableFuture.delayedExecutor(delayNs, TimeUnit.NANOSECONDS, now));
    }

    /** Has that run when it is time. */
    void next(Runnable writing) {
        long nowNs = nanoClock.getAsLong();
        long delayNs = Math.max(pauseNs, lastNs + STORM_PAUSES * pauseNs - nowNs);
        lastNs = nowNs + delayNs;
        later.apply(delayNs).execute(writing);
    }
}
