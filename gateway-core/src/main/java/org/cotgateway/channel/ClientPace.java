package org.cotgateway.channel;

import java.time.Duration;

/** Whether a client takes what it is sent. Times are {@link LoopContext#ticksMs}. Loop-only. */
final class ClientPace {

    /** Takes nothing for so long while events wait, and its status says so. */
    private static final long SLOW_AFTER_MS = 3_000;

    private final Outbox outbox;
    /** Since when the outbox has been refusing or pushing out; 0 while it does not. */
    private long fullSinceMs;

    /** When it last took something or nothing waited for it, and how many events it had been sent then. */
    private long movedMs;

    private long sentBefore;

    ClientPace(Outbox outbox) {
        this.outbox = outbox;
    }

    /** It has connected. */
    void begin(long nowMs) {
        movedMs = nowMs;
    }

    /** Notes when something was last taken, or nothing waited. */
    void watch(long nowMs) {
        Tally tally = outbox.tally();
        boolean nothingWaits = outbox.waiting() == 0 && outbox.underWay() == 0 && !tally.hasInChannel();
        if (nothingWaits || tally.sentEvents() != sentBefore) {
            sentBefore = tally.sentEvents();
            movedMs = nowMs;
        }
    }

    /** Whether its outbox has been full for so long; asked at every tick. */
    boolean isTooSlow(long nowMs, Duration timeout) {
        if (!outbox.isFull()) {
            fullSinceMs = 0;
        } else if (fullSinceMs == 0) {
            fullSinceMs = nowMs;
        } else {
            return nowMs - fullSinceMs >= timeout.toMillis();
        }
        return false;
    }

    /** Whether nothing more could be written to it for so long while something waited; what was, it may still have taken. */
    boolean takesNothing(long nowMs, Duration timeout) {
        return nowMs - movedMs >= timeout.toMillis();
    }

    /** Whether something has waited for a while, and nothing of it could be written. */
    boolean isSlow(long nowMs) {
        return nowMs - movedMs >= SLOW_AFTER_MS;
    }

    /** A word for people. */
    String state(long nowMs) {
        if (outbox.isFull()) {
            return "full";
        }
        return isSlow(nowMs) ? "slow" : "connected";
    }
}
