package org.cotgateway.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One gateway's counters. Every method is safe on any thread and never blocks. Counts only grow. */
public final class Counters {

    private final Map<Counter, LongAdder> adders = new EnumMap<>(Counter.class);

    public Counters() {
        for (Counter counter : Counter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    public void increment(Counter counter) {
        add(counter, 1);
    }

    /** Adds a count, not negative. */
    public void add(Counter counter, long count) {
        adder(counter).add(count);
    }

    /** The count so far; additions of other threads may be missing while they happen. */
    public long get(Counter counter) {
        return adder(counter).sum();
    }

    /** All counts, in the order of the constants. */
    public Map<Counter, Long> snapshot() {
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        adders.forEach((counter, adder) -> counts.put(counter, adder.sum()));
        return Collections.unmodifiableMap(counts);
    }

    private LongAdder adder(Counter counter) {
        LongAdder adder = adders.get(counter);
        if (adder == null) {
            throw new IllegalStateException("no adder for " + counter);
        }
        return adder;
    }
}
