package org.cotgateway.channel;

import java.time.Duration;

/** Whether a client takes what it is sent, and says anything. Times are {@link LoopContext#ticksMs}. Loop-only. */
final class ClientPace {

    /** Takes nothing for so long while events wait, and its status says so. */
    private static final long SLOW_AFTER_MS = 3_000;

    private static final long NEVER_MS = Long.MIN_VALUE;

    private final Outbox outbox;
    /** Since when the outbox has been refusing or pushing out; 0 while it does not. */
    private long fullSinceMs;

    /** When it last took something or nothing waited for it, and how many events it had been sent then. */
    private long movedMs;

    private long sentBefore;

    /** When it was last not read. */
    private long unreadMs = NEVER_MS;

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

    /**
     * Whether nothing has come from it, or gone to it, for so long while it was read; asked at every tick.
     *
     * @param activeMs when something last did
     */
    boolean isSilent(long nowMs, long activeMs, boolean isRead, Duration timeout) {
        if (!isRead) {
            unreadMs = nowMs;
            return false;
        }
        return nowMs - Math.max(activeMs, unreadMs) >= timeout.toMillis();
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
