package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.testing.RecordCopy;

/** The default settings with one thing changed. */
final class Settings {

    private static final ChannelSettings DEFAULT = ChannelSettings.DEFAULT;
    private static final Duration SHORT = Duration.ofMillis(20);

    private Settings() {}

    static ChannelSettings connects(int maxInFlight, Duration slice) {
        return RecordCopy.of(DEFAULT)
                .with("maxConnectsInFlight", maxInFlight)
                .with("connectSlice", slice)
                .get();
    }

    static ChannelSettings quickRetries() {
        return RecordCopy.of(DEFAULT)
                .with("direct", quickRetries(DEFAULT.direct()))
                .with("stream", quickRetries(DEFAULT.stream()))
                .with("datagram", quickRetries(DEFAULT.datagram()))
                .get();
    }

    private static <R extends Record> R quickRetries(R usual) {
        return RecordCopy.of(usual)
                .with("firstRetry", SHORT)
                .with("maxRetry", SHORT)
                .get();
    }

    static ChannelSettings mesh(Duration controlEvery, Duration peerSilence) {
        DatagramSettings datagram = RecordCopy.of(DEFAULT.datagram())
                .with("controlEvery", controlEvery)
                .with("peerSilence", peerSilence)
                .get();
        return RecordCopy.of(DEFAULT).with("datagram", datagram).get();
    }

    static ChannelSettings closeWait(Duration wait) {
        return direct(RecordCopy.of(DEFAULT.direct()).with("closeWait", wait));
    }

    static ChannelSettings timeouts(Duration connectAndWrite) {
        return direct(RecordCopy.of(DEFAULT.direct())
                .with("connectTimeout", connectAndWrite)
                .with("writeTimeout", connectAndWrite)
                .with("closeWait", SHORT));
    }

    private static ChannelSettings direct(RecordCopy<DirectTcpSettings> direct) {
        return RecordCopy.of(DEFAULT).with("direct", direct.get()).get();
    }

    static ChannelSettings streamIdle(Duration timeout) {
        return stream(RecordCopy.of(DEFAULT.stream()).with("idleTimeout", timeout));
    }

    static ChannelSettings userTimeout(Duration timeout) {
        return stream(RecordCopy.of(DEFAULT.stream()).with("userTimeout", timeout));
    }

    static ChannelSettings handshake(Duration timeout) {
        return stream(RecordCopy.of(DEFAULT.stream()).with("handshakeTimeout", timeout));
    }

    static ChannelSettings messageTimeout(Duration timeout, Duration longest) {
        return stream(
                RecordCopy.of(DEFAULT.stream()).with("messageTimeout", timeout).with("longestMessage", longest));
    }

    private static ChannelSettings stream(RecordCopy<StreamSettings> stream) {
        return RecordCopy.of(DEFAULT).with("stream", stream.get()).get();
    }

    static ChannelSettings dns(DnsSettings dns) {
        return RecordCopy.of(quickRetries()).with("dns", dns).get();
    }

    static ChannelSettings listener(ListenerSettings listener) {
        return RecordCopy.of(DEFAULT).with("listener", listener).get();
    }
}
