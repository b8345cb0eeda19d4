package org.cotgateway.feed;

import java.time.Duration;

/**
 * How long after its arrival an event holds: two times the interval at which its uid was heard, within bounds. Immutable.
 *
 * @param first while a uid has been heard only once
 * @param min at least so long
 * @param max at most so long; not less than {@code min}
 */
public record StaleSettings(Duration first, Duration min, Duration max) {

    public static final StaleSettings DEFAULT =
            new StaleSettings(Duration.ofMinutes(1), Duration.ofSeconds(15), Duration.ofMinutes(10));
}
