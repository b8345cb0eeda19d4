package org.cotgateway.feed;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * While so much waits in memory that nothing should be read that brings more, neither feeds nor the bodies of requests that
 * bring events are read, so that their senders wait. Loop-only.
 */
public final class FeedPause {

    private static final long LOOK_AGAIN_MS = 50;

    private final EventLoop loop;
    private final BooleanSupplier isFull;

    /** @param isFull whether so much waits; asked on the loop */
    public FeedPause(EventLoop loop, BooleanSupplier isFull) {
        this.loop = loop;
        this.isFull = isFull;
    }

    /** Whether nothing is to be read. */
    public boolean isOn() {
        assert loop.inEventLoop();
        return isFull.getAsBoolean();
    }

    /** Does this as soon as there is room: now or later. */
    public void whenOver(Runnable goOn) {
        if (isOn()) {
            later(goOn);
        } else {
            goOn.run();
        }
    }

    /** Does this as soon as there is room, but not now. */
    public void later(Runnable goOn) {
        loop.schedule(() -> whenOver(goOn), LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
    }
}
