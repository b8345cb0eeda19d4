package org.cotgateway.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How everything in this package behaves.
 *
 * @param maxConnectsInFlight over all endpoints, at least 1
 * @param connectSlice how long a connect may go unanswered while others wait for its place; see {@link ConnectGate}
 * @param outbox every endpoint's outbox
 * @param direct direct TCP
 * @param stream streams that are dialled; those that are accepted are read and written by it, too
 * @param datagram UDP
 * @param dns how host names are looked up
 * @param listener the listener for direct TCP
 * @param webSocket clients that connect by WebSocket
 * @param maxWaitingBytes how much memory events that wait may use before the streams that bring new ones are not read, for
 *     two seconds at the most; then outboxes with more than 1,000 events or 1 MiB lose what is oldest, and only at half as
 *     much again streams are not read. Null for half of the direct memory that Netty may use, at least 64 MiB
 * @param maxWaitingEvents how many events may wait in all outboxes together before the same is done, the last at twice as
 *     many; one that waits for ten receivers counts ten times. Null for one for each kilobyte that the JVM's heap may have, of
 *     which they take a third
 */
public record ChannelSettings(
        int maxConnectsInFlight,
        Duration connectSlice,
        OutboxSettings outbox,
        DirectTcpSettings direct,
        StreamSettings stream,
        DatagramSettings datagram,
        DnsSettings dns,
        ListenerSettings listener,
        WebSocketSettings webSocket,
        @Nullable Long maxWaitingBytes,
        @Nullable Integer maxWaitingEvents) {

    public static final ChannelSettings DEFAULT = new ChannelSettings(
            256,
            Duration.ofSeconds(1),
            OutboxSettings.DEFAULT,
            DirectTcpSettings.DEFAULT,
            StreamSettings.DEFAULT,
            DatagramSettings.DEFAULT,
            DnsSettings.DEFAULT,
            ListenerSettings.DEFAULT,
            WebSocketSettings.DEFAULT,
            null,
            null);

    public ChannelSettings {
        if (maxWaitingBytes != null && maxWaitingBytes < 1) {
            throw new IllegalArgumentException("maxWaitingBytes must be at least 1");
        }
        if (maxWaitingEvents != null && maxWaitingEvents < 1) {
            throw new IllegalArgumentException("maxWaitingEvents must be at least 1");
        }
        if (maxConnectsInFlight < 1 || connectSlice.isNegative() || connectSlice.isZero()) {
            throw new IllegalArgumentException("maxConnectsInFlight and connectSlice must be positive");
        }
    }

    /** The same with other settings of clients that connect by WebSocket. */
    public ChannelSettings with(WebSocketSettings other) {
        return new ChannelSettings(
                maxConnectsInFlight,
                connectSlice,
                outbox,
                direct,
                stream,
                datagram,
                dns,
                listener,
                other,
                maxWaitingBytes,
                maxWaitingEvents);
    }
}
