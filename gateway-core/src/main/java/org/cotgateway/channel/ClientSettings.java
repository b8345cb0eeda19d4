package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.codec.Framing;

/**
 * How the clients of a stream listener are served.
 *
 * @param framing what follows each event that they get. ATAK is safest with none
 * @param outbox every client's outbox
 * @param maxConnections at the same time; more are closed at once
 * @param slowTimeout how long a client's outbox may stay full before it is closed
 * @param backlog connections that the operating system holds until they are accepted
 */
public record ClientSettings(
        Framing framing, OutboxSettings outbox, int maxConnections, Duration slowTimeout, int backlog) {

    public static final ClientSettings DEFAULT = new ClientSettings(
            Framing.NONE,
            new OutboxSettings(20_000, 16 * 1024 * 1024, Duration.ofMillis(10)),
            10_000,
            Duration.ofSeconds(60),
            1_024);

    public ClientSettings {
        if (maxConnections < 1 || backlog < 1 || slowTimeout.isNegative() || slowTimeout.isZero()) {
            throw new IllegalArgumentException("maxConnections, slowTimeout and backlog must be positive");
        }
    }
}
