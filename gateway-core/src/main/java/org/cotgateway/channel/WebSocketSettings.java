package org.cotgateway.channel;

import java.time.Duration;

/**
 * How WebSocket clients are served.
 *
 * @param maxConnections at the same time; more are refused before they are upgraded
 * @param outbox every client's outbox
 * @param slowTimeout how long a client's outbox may stay full before it is closed
 * @param pingInterval how long a client may be silent before it is asked whether it is there, and how long it then has to
 *     answer before it is closed
 * @param messageTimeout how long a message in parts may lack its end before the client is closed
 * @param closeTimeout how long a client that is told that its connection ends has to end it, too
 * @param maxMessageBytes of a message that comes in, in however many frames
 */
public record WebSocketSettings(
        int maxConnections,
        OutboxSettings outbox,
        Duration slowTimeout,
        Duration pingInterval,
        Duration messageTimeout,
        Duration closeTimeout,
        int maxMessageBytes) {

    public static final WebSocketSettings DEFAULT = new WebSocketSettings(
            2_000,
            ClientSettings.DEFAULT.outbox(),
            ClientSettings.DEFAULT.slowTimeout(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            512_000);

    public WebSocketSettings {
        if (maxConnections < 1 || maxMessageBytes < 1) {
            throw new IllegalArgumentException("maxConnections and maxMessageBytes must be positive");
        }
    }
}
