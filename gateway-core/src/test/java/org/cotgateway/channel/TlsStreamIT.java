package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS streams that the gateway dials, judged by the JDK's own TLS sockets. */
class TlsStreamIT {

    @TempDir
    Path directory;

    @Test
    void eventsArriveInsideTlsFromTheClientOfTheCertificate() throws Exception {
        TestKeys keys = new TestKeys(directory);
        try (SSLServerSocket server = server(keys);
                Gateway gateway = new Gateway(
                        SocketKind.best(),
                        Settings.quickRetries(),
                        (TlsSettings.DEFAULT.with(keys.pem(keys.client("gateway")), keys.trust())))) {
            Endpoint endpoint = Endpoint.tls("127.0.0.1", server.getLocalPort());
            Outcome outcome = gateway.send(endpoint, "a", "<a/>");
            try (SSLSocket stream = (SSLSocket) server.accept()) {
                stream.setSoTimeout(10_000);
                assertThat(new String(stream.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
                        .isEqualTo("<a/>\n");
                assertThat(stream.getSession().getPeerPrincipal().getName()).isEqualTo("CN=gateway");
                assertThat(outcome.await().sent()).isTrue();
                gateway.onLoop(() -> {
                    gateway.senders.forget(endpoint);
                    return true;
                });
                assertThat(stream.getInputStream().read()).as("its orderly end").isEqualTo(-1);
            }
        }
    }

    @Test
    void aServerOfAnotherIssuerIsNamedInTheReason() throws Exception {
        TestKeys keys = new TestKeys(directory);
        TestKeys others = new TestKeys(directory, "CN=Other Root");
        try (SSLServerSocket server = server(keys);
                Gateway gateway = new Gateway(
                        SocketKind.best(), Settings.quickRetries(), (TlsSettings.DEFAULT.with(null, others.trust())))) {
            Thread accepting = new Thread(() -> acceptAll(server), "accepting");
            accepting.setDaemon(true);
            accepting.start();
            Outcome outcome = gateway.send(
                    Endpoint.tls("127.0.0.1", server.getLocalPort()),
                    "a",
                    Priority.ROUTINE,
                    "<a/>",
                    System.currentTimeMillis() + 3_000);
            assertThat(outcome.await().why())
                    .isEqualTo("deadline passed; the peer's certificate CN=server has an unknown issuer, CN=Test Root");
        }
    }

    @Test
    void whoeverIsSlowInItsHandshakeHoldsUpNoOtherConnect() throws Exception {
        TestKeys keys = new TestKeys(directory);
        ChannelSettings oneConnectAtATime = Settings.connects(1, Duration.ofMinutes(5));
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                ServerSocket plain = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Gateway gateway = new Gateway(
                        SocketKind.best(), oneConnectAtATime, TlsSettings.DEFAULT.with(null, keys.trust()))) {
            plain.setSoTimeout(5_000);
            silent.setSoTimeout(5_000);
            Outcome unsent = gateway.send(Endpoint.tls("127.0.0.1", silent.getLocalPort()), "a", "<a/>");
            try (Socket handshaking = silent.accept()) {
                gateway.send(Endpoint.stcp("127.0.0.1", plain.getLocalPort()), "b", "<b/>");
                try (Socket stream = plain.accept()) {
                    stream.setSoTimeout(5_000);
                    assertThat(new String(stream.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
                            .isEqualTo("<b/>\n");
                }
                assertThat(handshaking.isConnected()).isTrue();
                assertThat(unsent.isOver()).isFalse();
                assertThat(gateway.count(Counter.CONNECTS_FAILED)).isZero();
            }
        }
    }

    @Test
    void aServerThatIsBackAndEndsNoHandshakeIsStillLost() throws Exception {
        TestKeys keys = new TestKeys(directory);
        StreamSettings stream = RecordCopy.of(StreamSettings.DEFAULT)
                .with("firstRetry", Duration.ofMillis(50))
                .with("forgetAfter", Duration.ofMillis(1))
                .get();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Gateway gateway = new Gateway(
                        SocketKind.best(),
                        RecordCopy.of(ChannelSettings.DEFAULT)
                                .with("stream", stream)
                                .get(),
                        TlsSettings.DEFAULT.with(null, keys.trust()))) {
            server.setSoTimeout(10_000);
            Endpoint endpoint = Endpoint.tls("127.0.0.1", server.getLocalPort());
            Receiver kept = gateway.onLoop(() -> gateway.senders.keep(endpoint, null, false));
            try (SSLSocket first = (SSLSocket)
                    keys.jdkContext(keys.server()).getSocketFactory().createSocket(server.accept(), null, true)) {
                first.setUseClientMode(false);
                first.startHandshake();
                Await.until(() -> gateway.onLoop(() -> kept.status().state()).equals("connected"));
            }
            try (Socket silent = server.accept()) {
                silent.setSoTimeout(10_000);
                assertThat(silent.getInputStream().read())
                        .as("the begin of its handshake")
                        .isPositive();
                assertThat(gateway.onLoop(() -> kept.status().state())).isEqualTo("connecting");
                assertThat(gateway.onLoop(() -> gateway.senders.isLostForGood(endpoint)))
                        .isTrue();
            }
        }
    }

    private static void acceptAll(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (SSLSocket stream = (SSLSocket) server.accept()) {
                stream.startHandshake();
            } catch (java.io.IOException refused) {
                // What the gateway makes of it is what counts.
                continue;
            }
        }
    }

    private static SSLServerSocket server(TestKeys keys) throws Exception {
        SSLServerSocket server = (SSLServerSocket) keys.jdkContext(keys.server())
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        server.setWantClientAuth(true);
        server.setSoTimeout(10_000);
        return server;
    }
}
