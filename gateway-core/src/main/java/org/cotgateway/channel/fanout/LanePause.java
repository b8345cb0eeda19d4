package org.cotgateway.channel.fanout;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lanes whose last event left less than some time ago, the one that may go on first in front. Loop-only. */
final class LanePause {

    private final EventLoop loop;
    private final long forMs;
    private final Consumer<FanoutLane> over;
    private final Set<FanoutLane> lanes = new LinkedHashSet<>();
    /** Wakes the first lane; null if none waits for that. */
    private @Nullable Future<?> waking;

    /**
     * @param forMs how long after its event left a lane waits, in milliseconds
     * @param over told of each lane whose time is over
     */
    LanePause(EventLoop loop, long forMs, Consumer<FanoutLane> over) {
        this.loop = loop;
        this.forMs = forMs;
        this.over = over;
    }

    /** Takes in lanes in the order in which their events left; {@link #start} follows. */
    void add(FanoutLane lane) {
        lanes.add(lane);
    }

    boolean contains(FanoutLane lane) {
        return lanes.contains(lane);
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Whether it was here. */
    boolean remove(FanoutLane lane) {
        return lanes.remove(lane);
    }

    /** Lets all go; nobody is woken any more. */
    void clear() {
        lanes.clear();
        if (waking != null) {
            waking.cancel(false);
            waking = null;
        }
    }

    /** Sees to it that the first lane is woken. */
    void start() {
        if (waking == null && !lanes.isEmpty()) {
            long dueMs = lanes.iterator().next().leftMs + forMs;
            waking = loop.schedule(this::wake, Math.max(1, dueMs - ticksMs()), TimeUnit.MILLISECONDS);
        }
    }

    private void wake() {
        waking = null;
        long nowMs = ticksMs();
        // Whoever is told may remove others, or all of them.
        while (!lanes.isEmpty()) {
            Iterator<FanoutLane> inOrder = lanes.iterator();
            FanoutLane lane = inOrder.next();
            if (lane.leftMs + forMs > nowMs) {
                break;
            }
            inOrder.remove();
            over.accept(lane);
        }
        start();
    }

    private long ticksMs() {
        return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
    }
}
