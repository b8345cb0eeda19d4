package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.codec.Framing;

/**
 * How the clients of a stream listener are served.
 *
 * @param framing what follows each event that they get. ATAK is safest with none
 * @param proto in which form they get events; all forms are read. With auto, TAK Protocol is offered to them
 * @param outbox every client's outbox
 * @param maxConnections at the same time; more are closed at once
 * @param maxHandshakes how many of them may be in their TLS handshake at the same time; more are closed at once, so that
 *     strangers who begin one and stop cannot fill the memory. Has no meaning without TLS
 * @param idleTimeout how long a client may bring no whole message and be sent nothing before it is closed. Devices ping
 *     after 15 s of silence (ATAK 4.6 and 5.5), so one that is there is never idle for so long
 * @param slowTimeout how long a client's outbox may stay full before it is closed
 * @param backlog connections that the operating system holds until they are accepted
 */
public record ClientSettings(
        Framing framing,
        ProtocolChoice proto,
        OutboxSettings outbox,
        int maxConnections,
        int maxHandshakes,
        Duration idleTimeout,
        Duration slowTimeout,
        int backlog) {

    public static final ClientSettings DEFAULT = new ClientSettings(
            Framing.NONE,
            ProtocolChoice.AUTO,
            new OutboxSettings(20_000, 16 * 1024 * 1024, Duration.ofMillis(10)),
            10_000,
            512,
            Duration.ofMinutes(5),
            Duration.ofSeconds(60),
            1_024);

    public ClientSettings {
        if (maxConnections < 1
                || maxHandshakes < 1
                || backlog < 1
                || idleTimeout.isNegative()
                || idleTimeout.isZero()
                || slowTimeout.isNegative()
                || slowTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "maxConnections, maxHandshakes, idleTimeout, slowTimeout and backlog must be positive");
        }
    }

    /** The same with another form of events. */
    public ClientSettings with(ProtocolChoice form) {
        return new ClientSettings(
                framing, form, outbox, maxConnections, maxHandshakes, idleTimeout, slowTimeout, backlog);
    }
}
