package org.cotgateway.device;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * {@link Fault#REORDER}: holds back what comes within a moment of the first, then hands it on last first. Loop-only.
 */
final class BurstReorder {

    private static final long BURST_MS = 20;

    private final Deque<Runnable> held = new ArrayDeque<>();
    private final EventLoop loop;

    BurstReorder(EventLoop loop) {
        this.loop = loop;
    }

    void later(Runnable handOn) {
        assert loop.inEventLoop();
        if (held.isEmpty()) {
            loop.schedule(this::handOn, BURST_MS, TimeUnit.MILLISECONDS);
        }
        held.push(handOn);
    }

    private void handOn() {
        while (!held.isEmpty()) {
            held.pop().run();
        }
    }
}
