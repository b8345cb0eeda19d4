package org.cotgateway.channel;

import java.time.Duration;

/**
 * How everything in this package behaves.
 *
 * @param maxConnectsInFlight over all endpoints, at least 1
 * @param connectSlice how long a connect may go unanswered while others wait for its place; see {@link ConnectGate}
 * @param outbox every endpoint's outbox
 * @param direct direct TCP
 * @param stream streams that are dialled
 * @param datagram UDP
 * @param dns how host names are looked up
 * @param listener the listener for direct TCP
 */
public record ChannelSettings(
        int maxConnectsInFlight,
        Duration connectSlice,
        OutboxSettings outbox,
        DirectTcpSettings direct,
        StreamSettings stream,
        DatagramSettings datagram,
        DnsSettings dns,
        ListenerSettings listener) {

    public static final ChannelSettings DEFAULT = new ChannelSettings(
            256,
            Duration.ofSeconds(1),
            OutboxSettings.DEFAULT,
            DirectTcpSettings.DEFAULT,
            StreamSettings.DEFAULT,
            DatagramSettings.DEFAULT,
            DnsSettings.DEFAULT,
            ListenerSettings.DEFAULT);

    public ChannelSettings {
        if (maxConnectsInFlight < 1 || connectSlice.isNegative() || connectSlice.isZero()) {
            throw new IllegalArgumentException("maxConnectsInFlight and connectSlice must be positive");
        }
    }
}
