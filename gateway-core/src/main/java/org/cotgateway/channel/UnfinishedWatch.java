package org.cotgateway.channel;

import java.util.function.BooleanSupplier;

/**
 * Says when what has begun on a stream and not ended is given up, so that it does not hold back what follows: when nothing
 * more comes, when it holds other events, and when it takes too long altogether. What comes slowly is otherwise waited for.
 * Times are those of {@link LoopContext#ticksMs}. Loop-only.
 */
final class UnfinishedWatch {

    private static final long NOTHING = -1;

    private final StreamSettings settings;
    private final BooleanSupplier holdsOthers;
    /** Where in the stream something began that has not ended, and since when that is so. */
    private long from = NOTHING;

    private long sinceMs;
    /** Whether bytes have come since the last look, and at which look some last had. */
    private boolean moreCame;

    private long moreCameMs;
    /** When it was last looked whether what has not ended holds back others. */
    private long lookedMs;

    private String why = "";

    /** @param holdsOthers whether there are other events in what has not ended; looks at all that has come of it */
    UnfinishedWatch(StreamSettings settings, BooleanSupplier holdsOthers) {
        this.settings = settings;
        this.holdsOthers = holdsOthers;
    }

    /** Bytes have come. */
    void moreCame() {
        moreCame = true;
    }

    /**
     * Looks again.
     *
     * @param unfinishedFrom where something began that has not ended; negative if nothing has
     * @param isRead whether the peer is read now; while it is not, no end can come
     * @return whether to give it up, {@link #why}
     */
    boolean isOverdue(long unfinishedFrom, boolean isRead, long nowMs) {
        if (moreCame) {
            moreCame = false;
            moreCameMs = nowMs;
        }
        if (unfinishedFrom < 0 || unfinishedFrom != from || !isRead) {
            from = unfinishedFrom;
            sinceMs = nowMs;
            lookedMs = nowMs;
            return false;
        }
        if (!takesTooLong(nowMs)) {
            return false;
        }
        from = NOTHING;
        return true;
    }

    /** Why what was given up last was. */
    String why() {
        return why;
    }

    private boolean takesTooLong(long nowMs) {
        long timeoutMs = settings.messageTimeout().toMillis();
        if (nowMs - Math.max(moreCameMs, sinceMs) >= timeoutMs) {
            why = "nothing more has come for " + FailureText.of(settings.messageTimeout());
            return true;
        }
        if (nowMs - sinceMs >= settings.longestMessage().toMillis()) {
            why = "it has no end within " + FailureText.of(settings.longestMessage());
            return true;
        }
        if (nowMs - lookedMs < timeoutMs || !looksAndHolds(nowMs)) {
            return false;
        }
        why = "it has no end, and others have come in it for " + FailureText.of(settings.messageTimeout());
        return true;
    }

    /** Not at each tick. */
    private boolean looksAndHolds(long nowMs) {
        lookedMs = nowMs;
        return holdsOthers.getAsBoolean();
    }
}
