package org.cotgateway.feed;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has counted since it began. Immutable.
 *
 * @param in rows that came
 * @param out events made of them that were taken
 * @param ignored rows that said nothing new, or not enough yet
 * @param rejected rows that became no event, by reason, without those that never were
 * @param lastRejected the row that was rejected last, with its line and all that is wrong with it, for people; null if none
 *     was
 * @param stale of the events taken, those that were stale when they came
 * @param ahead of the events taken, those whose time was ahead by more than a minute
 * @param lagMs how much later than its own time the newest event came, in milliseconds, negative for a time ahead; null if
 *     none had a time of its own
 * @param maxLagMs the most that one came later; null likewise
 * @param lastMs when the last event came, in milliseconds since 1970; null if none has
 */
public record FeedCounts(
        long in,
        long out,
        long ignored,
        Map<RejectReason, Long> rejected,
        @Nullable String lastRejected,
        long stale,
        long ahead,
        @Nullable Long lagMs,
        @Nullable Long maxLagMs,
        @Nullable Long lastMs) {

    public FeedCounts {
        Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
        counts.putAll(rejected);
        rejected = Collections.unmodifiableMap(counts);
    }

    /** All that were rejected. */
    public long rejectedInAll() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
}
