package org.cotgateway.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver wants of the events that its groups let through. Immutable.
 *
 * @param types the event types wanted, with all below them: {@code a-f} covers {@code a-f-G}; empty for all
 * @param area where; null for everywhere
 * @param minInterval the least time between two events of one uid, 0 for none
 * @param maxAge how old an event may be by its own time; null for any age
 */
public record SubscriptionConfig(
        List<String> types,
        @Nullable AreaConfig area,
        Duration minInterval,
        @Nullable Duration maxAge) {

    /** Everything. */
    static final SubscriptionConfig ALL = new SubscriptionConfig(List.of(), null, Duration.ZERO, null);

    public SubscriptionConfig {
        types = List.copyOf(types);
    }
}
