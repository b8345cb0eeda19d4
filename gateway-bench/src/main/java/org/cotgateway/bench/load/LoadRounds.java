package org.cotgateway.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often and for how long each turn of a plan is taken. A fast machine gets through a turn before a JVM's compiler has
 * seen enough of it, and through its measurement between two hiccups: so there is a time for both, not only a number of
 * events.
 *
 * @param warmUp rounds before those that are measured
 * @param measured rounds that are
 * @param warmUpEach how long each turn of what runs on from turn to turn is taken at least, again and again, in a round that
 *     warms up, connecting and all
 * @param measuredEach how long a turn that is measured takes at least: it is taken again until it does, and counted together.
 *     Turns with latencies have their own pace, and are taken once
 * @param nanoTime as {@link System#nanoTime}
 */
record LoadRounds(int warmUp, int measured, Duration warmUpEach, Duration measuredEach, LongSupplier nanoTime) {

    LoadRounds(int warmUp, int measured, Duration warmUpEach, Duration measuredEach) {
        this(warmUp, measured, warmUpEach, measuredEach, System::nanoTime);
    }

    /** Each turn once in each round. */
    static LoadRounds once(int warmUp, int measured) {
        return new LoadRounds(warmUp, measured, Duration.ZERO, Duration.ZERO);
    }

    /** Takes a turn of a round that is measured. */
    LoadMeasure measure(LoadPlan.Turn turn) throws IOException {
        LoadMeasure all = turn.measure();
        while (!all.hasLatencies() && all.wallNs() < measuredEach.toNanos()) {
            all = all.plus(turn.measure());
        }
        return all;
    }

    /** Takes a turn of a round that warms up. */
    void warmUp(LoadPlan.Turn turn) throws IOException {
        long beginNs = nanoTime.getAsLong();
        do {
            turn.measure();
        } while (nanoTime.getAsLong() - beginNs < warmUpEach.toNanos());
    }
}
