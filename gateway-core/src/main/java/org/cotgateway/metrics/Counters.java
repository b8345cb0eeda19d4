package org.cotgateway.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One gateway's counters. Every method is safe on any thread and never blocks. Counts only grow.
 *
 * <p>One thread, which counts most, can own cells of its own: it adds to them without an atomic instruction, which would
 * have to wait for all that it has stored before.
 */
public final class Counters {

    private static final Counter[] ALL = Counter.values();
    private static final VarHandle OWNED = MethodHandles.arrayElementVarHandle(long[].class);

    private final LongAdder[] shared = new LongAdder[ALL.length];
    private final long[] owned = new long[ALL.length];
    /** Not volatile: whoever does not see it counts in the shared cells, and the owner sees it. */
    private @Nullable Thread owner;

    public Counters() {
        for (int i = 0; i < shared.length; i++) {
            shared[i] = new LongAdder();
        }
    }

    /**
     * From now on counting costs this thread least: the event loop's. Once only.
     *
     * @throws IllegalStateException if they have an owner
     */
    public void ownedByThisThread() {
        if (owner != null) {
            throw new IllegalStateException("the counters are owned by " + owner);
        }
        owner = Thread.currentThread();
    }

    public void increment(Counter counter) {
        add(counter, 1);
    }

    /** Adds a count, not negative. */
    public void add(Counter counter, long count) {
        int index = counter.ordinal();
        if (Thread.currentThread() == owner) {
            OWNED.setOpaque(owned, index, owned[index] + count);
        } else {
            shared[index].add(count);
        }
    }

    /** The count so far; additions of other threads may be missing while they happen. */
    public long get(Counter counter) {
        int index = counter.ordinal();
        return (long) OWNED.getOpaque(owned, index) + shared[index].sum();
    }

    /** All counts, in the order of the constants. */
    public Map<Counter, Long> snapshot() {
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        for (Counter counter : ALL) {
            counts.put(counter, get(counter));
        }
        return Collections.unmodifiableMap(counts);
    }
}
