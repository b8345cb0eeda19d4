package org.cotgateway.feed;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Counts for one feed. Loop-only. */
final class FeedTally {

    private final long[] rejected = new long[RejectReason.values().length];
    private long in;
    private long out;
    private long ignored;
    private int lastLine;
    private List<Violation> lastViolations = List.of();
    private long stale;
    private long ahead;
    private @Nullable Long lagMs;
    private @Nullable Long maxLagMs;
    private @Nullable Long lastMs;

    void came() {
        in++;
    }

    void ignored() {
        ignored++;
    }

    void rejected(int line, RejectReason reason, List<Violation> violations) {
        rejected[reason.ordinal()]++;
        lastLine = line;
        lastViolations = violations;
    }

    /** @param timeMs the event's own time; null if it has none */
    void taken(@Nullable Long timeMs, EventTiming timing, long arrivalMs) {
        out++;
        if (timing == EventTiming.STALE) {
            stale++;
        } else if (timing == EventTiming.AHEAD) {
            ahead++;
        }
        lastMs = arrivalMs;
        if (timeMs != null) {
            long lag = arrivalMs - timeMs;
            lagMs = lag;
            maxLagMs = maxLagMs == null ? lag : Math.max(maxLagMs, lag);
        }
    }

    FeedCounts counts() {
        Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
        for (RejectReason reason : RejectReason.values()) {
            if (rejected[reason.ordinal()] > 0) {
                reasons.put(reason, rejected[reason.ordinal()]);
            }
        }
        return new FeedCounts(in, out, ignored, reasons, lastRejected(), stale, ahead, lagMs, maxLagMs, lastMs);
    }

    private @Nullable String lastRejected() {
        return lastViolations.isEmpty()
                ? null
                : lastViolations.stream()
                        .map(Violation::toString)
                        .collect(Collectors.joining(", ", "line " + lastLine + ": ", ""));
    }
}
