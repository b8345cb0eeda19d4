package org.cotgateway.config;

import java.time.Duration;

/**
 * What happens to clients that do not keep up. Until they are closed they get the newest state of each uid when they
 * catch up. Immutable.
 *
 * @param closeAfter how long a client may stay at the limit of its outbox before it is closed
 */
public record SlowClientConfig(Duration closeAfter) {

    static final SlowClientConfig DEFAULT = new SlowClientConfig(Duration.ofMinutes(1));
}
