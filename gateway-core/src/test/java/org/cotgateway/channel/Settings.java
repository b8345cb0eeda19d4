package org.cotgateway.channel;

import java.time.Duration;

/** The default settings with one thing changed. */
final class Settings {

    private static final ChannelSettings DEFAULT = ChannelSettings.DEFAULT;
    private static final Duration SHORT = Duration.ofMillis(20);

    private Settings() {}

    static ChannelSettings connects(int maxInFlight, Duration slice) {
        return new ChannelSettings(
                maxInFlight,
                slice,
                DEFAULT.outbox(),
                DEFAULT.direct(),
                DEFAULT.stream(),
                DEFAULT.datagram(),
                DEFAULT.dns(),
                DEFAULT.listener(),
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }

    static ChannelSettings quickRetries() {
        DirectTcpSettings direct = DEFAULT.direct();
        StreamSettings stream = DEFAULT.stream();
        return new ChannelSettings(
                DEFAULT.maxConnectsInFlight(),
                DEFAULT.connectSlice(),
                DEFAULT.outbox(),
                new DirectTcpSettings(
                        direct.connectTimeout(),
                        direct.writeTimeout(),
                        direct.closeWait(),
                        SHORT,
                        SHORT,
                        direct.maxConnectionsPerEndpoint()),
                new StreamSettings(
                        stream.connectTimeout(),
                        stream.handshakeTimeout(),
                        SHORT,
                        SHORT,
                        stream.steadyAfter(),
                        stream.userTimeout(),
                        stream.idleTimeout(),
                        stream.lowWaterBytes(),
                        stream.highWaterBytes(),
                        stream.answerTimeout(),
                        stream.messageTimeout(),
                        stream.longestMessage(),
                        stream.xml()),
                new DatagramSettings(
                        DEFAULT.datagram().maxBurst(),
                        SHORT,
                        SHORT,
                        DEFAULT.datagram().receiveBufferBytes(),
                        DEFAULT.datagram().controlEvery(),
                        DEFAULT.datagram().peerSilence()),
                DEFAULT.dns(),
                DEFAULT.listener(),
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }

    static ChannelSettings mesh(Duration controlEvery, Duration peerSilence) {
        DatagramSettings datagram = DEFAULT.datagram();
        return new ChannelSettings(
                DEFAULT.maxConnectsInFlight(),
                DEFAULT.connectSlice(),
                DEFAULT.outbox(),
                DEFAULT.direct(),
                DEFAULT.stream(),
                new DatagramSettings(
                        datagram.maxBurst(),
                        datagram.firstRetry(),
                        datagram.maxRetry(),
                        datagram.receiveBufferBytes(),
                        controlEvery,
                        peerSilence),
                DEFAULT.dns(),
                DEFAULT.listener(),
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }

    static ChannelSettings closeWait(Duration wait) {
        DirectTcpSettings direct = DEFAULT.direct();
        return new ChannelSettings(
                DEFAULT.maxConnectsInFlight(),
                DEFAULT.connectSlice(),
                DEFAULT.outbox(),
                new DirectTcpSettings(
                        direct.connectTimeout(),
                        direct.writeTimeout(),
                        wait,
                        direct.firstRetry(),
                        direct.maxRetry(),
                        direct.maxConnectionsPerEndpoint()),
                DEFAULT.stream(),
                DEFAULT.datagram(),
                DEFAULT.dns(),
                DEFAULT.listener(),
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }

    static ChannelSettings timeouts(Duration connectAndWrite) {
        DirectTcpSettings direct = DEFAULT.direct();
        return new ChannelSettings(
                DEFAULT.maxConnectsInFlight(),
                DEFAULT.connectSlice(),
                DEFAULT.outbox(),
                new DirectTcpSettings(
                        connectAndWrite,
                        connectAndWrite,
                        SHORT,
                        direct.firstRetry(),
                        direct.maxRetry(),
                        direct.maxConnectionsPerEndpoint()),
                DEFAULT.stream(),
                DEFAULT.datagram(),
                DEFAULT.dns(),
                DEFAULT.listener(),
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }

    static ChannelSettings streamIdle(Duration timeout) {
        StreamSettings stream = DEFAULT.stream();
        return new ChannelSettings(
                DEFAULT.maxConnectsInFlight(),
                DEFAULT.connectSlice(),
                DEFAULT.outbox(),
                DEFAULT.direct(),
                new StreamSettings(
                        stream.connectTimeout(),
                        stream.handshakeTimeout(),
                        stream.firstRetry(),
                        stream.maxRetry(),
                        stream.steadyAfter(),
                        stream.userTimeout(),
                        timeout,
                        stream.lowWaterBytes(),
                        stream.highWaterBytes(),
                        stream.answerTimeout(),
                        stream.messageTimeout(),
                        stream.longestMessage(),
                        stream.xml()),
                DEFAULT.datagram(),
                DEFAULT.dns(),
                DEFAULT.listener(),
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }

    static ChannelSettings userTimeout(Duration timeout) {
        StreamSettings stream = DEFAULT.stream();
        return stream(new StreamSettings(
                stream.connectTimeout(),
                stream.handshakeTimeout(),
                stream.firstRetry(),
                stream.maxRetry(),
                stream.steadyAfter(),
                timeout,
                stream.idleTimeout(),
                stream.lowWaterBytes(),
                stream.highWaterBytes(),
                stream.answerTimeout(),
                stream.messageTimeout(),
                stream.longestMessage(),
                stream.xml()));
    }

    static ChannelSettings handshake(Duration timeout) {
        StreamSettings stream = DEFAULT.stream();
        return stream(new StreamSettings(
                stream.connectTimeout(),
                timeout,
                stream.firstRetry(),
                stream.maxRetry(),
                stream.steadyAfter(),
                stream.userTimeout(),
                stream.idleTimeout(),
                stream.lowWaterBytes(),
                stream.highWaterBytes(),
                stream.answerTimeout(),
                stream.messageTimeout(),
                stream.longestMessage(),
                stream.xml()));
    }

    static ChannelSettings messageTimeout(Duration timeout, Duration longest) {
        StreamSettings stream = DEFAULT.stream();
        return stream(new StreamSettings(
                stream.connectTimeout(),
                stream.handshakeTimeout(),
                stream.firstRetry(),
                stream.maxRetry(),
                stream.steadyAfter(),
                stream.userTimeout(),
                stream.idleTimeout(),
                stream.lowWaterBytes(),
                stream.highWaterBytes(),
                stream.answerTimeout(),
                timeout,
                longest,
                stream.xml()));
    }

    private static ChannelSettings stream(StreamSettings stream) {
        return new ChannelSettings(
                DEFAULT.maxConnectsInFlight(),
                DEFAULT.connectSlice(),
                DEFAULT.outbox(),
                DEFAULT.direct(),
                stream,
                DEFAULT.datagram(),
                DEFAULT.dns(),
                DEFAULT.listener(),
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }

    static ChannelSettings dns(DnsSettings dns) {
        ChannelSettings quick = quickRetries();
        return new ChannelSettings(
                quick.maxConnectsInFlight(),
                quick.connectSlice(),
                quick.outbox(),
                quick.direct(),
                quick.stream(),
                quick.datagram(),
                dns,
                quick.listener(),
                quick.webSocket(),
                quick.maxWaitingBytes(),
                quick.maxWaitingEvents());
    }

    static ChannelSettings listener(ListenerSettings listener) {
        return new ChannelSettings(
                DEFAULT.maxConnectsInFlight(),
                DEFAULT.connectSlice(),
                DEFAULT.outbox(),
                DEFAULT.direct(),
                DEFAULT.stream(),
                DEFAULT.datagram(),
                DEFAULT.dns(),
                listener,
                DEFAULT.webSocket(),
                DEFAULT.maxWaitingBytes(),
                DEFAULT.maxWaitingEvents());
    }
}
