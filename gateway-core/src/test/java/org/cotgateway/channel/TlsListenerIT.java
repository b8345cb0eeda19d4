package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.tls.ClientAuthentication;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsProvider;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.tls.TlsVersion;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream listener with TLS, and clients by the JDK's own TLS sockets. */
class TlsListenerIT {

    @TempDir
    Path directory;

    @AutoClose
    private final LogCapture log = LogCapture.of(StreamListener.class);

    private final Clients clients = new Clients();
    private TestKeys keys;

    @BeforeEach
    void begin() throws Exception {
        keys = new TestKeys(directory);
    }

    static Stream<Arguments> versionsAndEngines() {
        return Stream.of(TlsVersion.values())
                .flatMap(version -> Stream.of(TlsProvider.OPENSSL, TlsProvider.JDK)
                        .map(provider -> Arguments.of(version, provider)));
    }

    @ParameterizedTest
    @MethodSource("versionsAndEngines")
    void eventsGoBothWaysAndTheClientIsKnownByItsCertificate(TlsVersion version, TlsProvider provider)
            throws Exception {
        TlsSettings tls = settings().with(Set.of(version)).with(provider);
        try (Gateway gateway = new Gateway(SocketKind.best(), ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, tls);
                SSLSocket device = device(listener, keys.client("anna"))) {
            device.startHandshake();
            assertThat(device.getSession().getProtocol()).isEqualTo(version.toString());
            Await.until(() -> clients.connected.size() == 1);
            ClientStream client = clients.connected.get(0);
            assertThat(client.certificateName()).isEqualTo("anna");

            write(device, Messages.event("from-device"));
            Await.until(() -> gateway.received.size() == 1);
            gateway.onLoop(() -> {
                EventImage image = Gateway.images()
                        .of(CotEvents.marker("to-device", "Well", 48.2, 16.3).build());
                client.offer(Fanout.outbound(image, client));
                return image.release();
            });
            assertThat(Messages.readEvent(device)).contains("to-device");
            assertThat(gateway.count(Counter.HANDSHAKES_FAILED)).isZero();
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(TlsVersion.values())
                .flatMap(version -> Stream.of(
                                new String[] {"none", "the peer sent no certificate"},
                                new String[] {
                                    "other", "the peer's certificate CN=mallory has an unknown issuer, CN=Other Root"
                                },
                                new String[] {"self-made", "the peer's certificate CN=mallory"},
                                new String[] {
                                    "weak", "the peer's certificate CN=Weak has too weak a key, RSA with 768 bits"
                                },
                                new String[] {
                                    "expired", "the peer's certificate CN=late expired on 2026-01-01T00:00:00Z"
                                })
                        .map(refusal -> Arguments.of(version, refusal[0], refusal[1])));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aClientWithoutAGoodCertificateNeverConnectsAndTheLogSaysWhy(TlsVersion version, String which, String why)
            throws Exception {
        try (Gateway gateway = new Gateway(SocketKind.best(), ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, settings().with(Set.of(version)));
                SSLSocket device = device(listener, bad(which))) {
            assertThatThrownBy(() -> {
                        device.startHandshake();
                        // With TLS 1.3 a client learns that it is not wanted when it first reads.
                        device.getInputStream().read();
                        throw new IOException("ended without a word");
                    })
                    .isInstanceOf(IOException.class);
            Await.until(() -> gateway.count(Counter.HANDSHAKES_FAILED) == 1);
            assertThat(clients.connected).isEmpty();
            assertThat(clients.left).isEmpty();
            Await.until(() -> log.lines().stream().anyMatch(line -> line.contains(why)));
        }
    }

    @Test
    void whoeverDoesNotSpeakTlsIsTold() throws Exception {
        try (Gateway gateway = new Gateway(SocketKind.best(), ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, settings());
                Socket device = new Socket(
                        listener.address().getAddress(), listener.address().getPort())) {
            device.setSoTimeout(20_000);
            device.getOutputStream().write(Messages.event("plain").getBytes(StandardCharsets.UTF_8));
            Await.until(() -> gateway.count(Counter.HANDSHAKES_FAILED) == 1);
            assertThat(log.lines()).anyMatch(line -> line.contains("the peer does not speak TLS"));
            assertThat(gateway.received).isEmpty();
        }
    }

    @Test
    void eachReasonIsLoggedAtOnceAndOnceForAWhile() throws Exception {
        try (Gateway gateway = new Gateway(SocketKind.best(), ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, settings().with(Set.of(TlsVersion.TLS_1_2)))) {
            for (String which : new String[] {"expired", "none", "other", "none", "expired"}) {
                try (SSLSocket device = device(listener, bad(which))) {
                    assertThatThrownBy(device::startHandshake).isInstanceOf(IOException.class);
                }
            }
            Await.until(() -> gateway.count(Counter.HANDSHAKES_FAILED) == 5);
            assertThat(log.lines().stream().filter(line -> line.contains("no TLS")))
                    .hasSize(3)
                    .anyMatch(line -> line.contains("CN=late expired on"))
                    .anyMatch(line -> line.contains("the peer sent no certificate"))
                    .anyMatch(line -> line.contains("unknown issuer"));
        }
    }

    @Test
    void aClientThatNeverShakesHandsIsGivenUpAndCountsUntilThen() throws Exception {
        ClientSettings one = atMost(1, 16);
        try (Gateway gateway = new Gateway(SocketKind.best(), Settings.handshake(Duration.ofSeconds(2)));
                StreamListener listener =
                        StreamListener.bind(gateway.senders, Messages.ANY_PORT, one, settings(), clients);
                Socket silent = new Socket(
                        listener.address().getAddress(), listener.address().getPort())) {
            silent.setSoTimeout(20_000);
            try (Socket second = new Socket(
                    listener.address().getAddress(), listener.address().getPort())) {
                second.setSoTimeout(20_000);
                assertThat(Messages.isClosed(second)).isTrue();
            }
            assertThat(gateway.count(Counter.CLIENTS_REFUSED)).isOne();
            assertThat(Messages.isClosed(silent)).isTrue();
            Await.until(() -> gateway.count(Counter.HANDSHAKES_FAILED) == 1);
            assertThat(clients.connected).isEmpty();
        }
    }

    @Test
    void moreHandshakesThanAllowedAreRefusedUntilOneIsOverAndTheLogSaysSo() throws Exception {
        try (Gateway gateway = new Gateway(SocketKind.best(), Settings.handshake(Duration.ofMinutes(5)));
                StreamListener listener =
                        StreamListener.bind(gateway.senders, Messages.ANY_PORT, atMost(100, 2), settings(), clients);
                Socket silent = connect(listener);
                SSLSocket slow = device(listener, keys.client("anna"))) {
            for (int i = 1; i <= 2; i++) {
                try (Socket third = connect(listener)) {
                    assertThat(Messages.isClosed(third)).isTrue();
                }
                assertThat(gateway.count(Counter.HANDSHAKES_REFUSED)).isEqualTo(i);
            }
            assertThat(log.lines().stream().filter(line -> line.endsWith("is refused: 2 are in their TLS handshake")))
                    .hasSize(1);
            assertThat(gateway.count(Counter.CLIENTS_REFUSED)).isZero();

            slow.startHandshake();
            Await.until(() -> clients.connected.size() == 1);
            try (SSLSocket next = device(listener, keys.client("berta"))) {
                next.startHandshake();
                Await.until(() -> clients.connected.size() == 2);
            }
            silent.close();
            Await.until(() -> gateway.count(Counter.HANDSHAKES_FAILED) == 1);
            try (Socket first = connect(listener);
                    SSLSocket last = device(listener, keys.client("carla"))) {
                last.startHandshake();
                Await.until(() -> clients.connected.size() == 3);
                assertThat(first.isConnected()).isTrue();
            }
            assertThat(gateway.count(Counter.HANDSHAKES_REFUSED)).isEqualTo(2);
        }
    }

    @Test
    void aCertificateThatNobodyVerifiesNamesNobody() throws Exception {
        TestKeys others = new TestKeys(directory, "CN=Other Root");
        try (Gateway gateway = new Gateway(SocketKind.best(), ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, settings().verifying(false, false));
                SSLSocket device = device(listener, others.client("mallory"))) {
            device.startHandshake();
            Await.until(() -> clients.connected.size() == 1);
            assertThat(clients.connected.get(0).certificateName()).isNull();
        }
    }

    @Test
    void whereNobodyIsAskedNobodyIsNamed() throws Exception {
        try (Gateway gateway = new Gateway(SocketKind.best(), ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, settings().with(ClientAuthentication.NONE));
                SSLSocket device = device(listener, null)) {
            device.startHandshake();
            Await.until(() -> clients.connected.size() == 1);
            assertThat(clients.connected.get(0).certificateName()).isNull();
        }
    }

    @Test
    void aListenerWithoutACertificateIsRefusedWithTheReason() {
        try (Gateway gateway = new Gateway(SocketKind.best(), ChannelSettings.DEFAULT)) {
            assertThatThrownBy(() -> listen(gateway, TlsSettings.DEFAULT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a listener needs a certificate and its key");
        }
    }

    private TlsSettings settings() throws Exception {
        return TlsSettings.DEFAULT.with(keys.pem(keys.server()), keys.trust());
    }

    private StreamListener listen(Gateway gateway, TlsSettings tls) throws IOException {
        return StreamListener.bind(
                gateway.senders, Messages.ANY_PORT, ClientSettings.DEFAULT.with(ProtocolChoice.XML), tls, clients);
    }

    private static ClientSettings atMost(int connections, int handshakes) {
        return RecordCopy.of(ClientSettings.DEFAULT.with(ProtocolChoice.XML))
                .with("maxConnections", connections)
                .with("maxHandshakes", handshakes)
                .with("backlog", 16)
                .get();
    }

    private static Socket connect(StreamListener listener) throws IOException {
        Socket socket =
                new Socket(listener.address().getAddress(), listener.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private @Nullable X509Bundle bad(String which) throws Exception {
        return switch (which) {
            case "other" -> new TestKeys(directory, "CN=Other Root").client("mallory");
            case "self-made" -> TestKeys.authority("CN=mallory").buildSelfSigned();
            case "expired" ->
                TestKeys.leaf("CN=late")
                        .notBefore(Instant.parse("2025-01-01T00:00:00Z"))
                        .notAfter(Instant.parse("2026-01-01T00:00:00Z"))
                        .buildIssuedBy(keys.root);
            case "weak" ->
                TestKeys.leaf("CN=mallory")
                        .buildIssuedBy(
                                TestKeys.weak(TestKeys.authority("CN=Weak")).buildIssuedBy(keys.root));
            default -> null;
        };
    }

    private SSLSocket device(StreamListener listener, @Nullable X509Bundle own) throws Exception {
        InetSocketAddress address = listener.address();
        SSLSocket socket = (SSLSocket)
                keys.jdkContext(own).getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
