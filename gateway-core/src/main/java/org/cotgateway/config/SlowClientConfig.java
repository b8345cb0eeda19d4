package org.cotgateway.config;

import java.time.Duration;
import org.cotgateway.channel.ClientSettings;

/**
 * What happens to clients that do not keep up. Until they are closed they get the newest state of each uid when they
 * catch up. Immutable.
 *
 * @param closeAfter how long a client may stay at the limit of its outbox before it is closed
 * @param maxEvents events that may wait for one client or be on their way to it
 * @param maxBytes their bytes; one event of the largest size must fit
 */
public record SlowClientConfig(Duration closeAfter, int maxEvents, int maxBytes) {

    static final SlowClientConfig DEFAULT = new SlowClientConfig(
            ClientSettings.DEFAULT.slowTimeout(),
            ClientSettings.DEFAULT.outbox().maxEvents(),
            ClientSettings.DEFAULT.outbox().maxBytes());
}
