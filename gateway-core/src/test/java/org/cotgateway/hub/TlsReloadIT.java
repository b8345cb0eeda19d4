package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.cotgateway.daemon.Daemon;
import org.cotgateway.daemon.DaemonFile;
import org.cotgateway.daemon.Reload;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that runs while its files of keys are replaced, and then reads its configuration again, as on SIGHUP. */
class TlsReloadIT {

    @TempDir
    private Path directory;

    private Path identity;
    private Path trust;
    private Path configuration;
    private TestKeys keys;
    private DaemonFile file;
    private Daemon daemon;

    @BeforeEach
    void open() throws Exception {
        identity = directory.resolve("server.pem");
        trust = directory.resolve("trust.pem");
        configuration = directory.resolve("cotgw.yaml");
        keys = new TestKeys(directory);
        install(keys, identity);
        configure(identity);
        file = new DaemonFile(configuration);
        daemon = Daemon.open(Objects.requireNonNull(file.read().settings()));
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void newHandshakesSeeTheNewFilesAndOpenConnectionsGoOn() throws Exception {
        try (StreamPeer early = new StreamPeer(connect(keys, "early"))) {
            TestKeys others = new TestKeys(directory, "CN=Next Root");
            X509Bundle next = install(others, identity);
            Reload taken = reload();
            assertThat(taken.problems()).isEmpty();

            SSLSocket socket = connect(others, "late");
            assertThat(shown(socket)).isEqualTo(next.getCertificate());
            assertThat(count(Counter.CLIENTS_LEFT)).isZero();
            assertEventsCross(early, new StreamPeer(socket));
            assertThatThrownBy(() -> connect(keys, "of the root before")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCertificateInAnotherFileIsTakenOverInTheSameWay() throws Exception {
        try (StreamPeer early = new StreamPeer(connect(keys, "early"))) {
            Path renewed = directory.resolve("server-2.pem");
            X509Bundle next = install(keys, renewed);
            configure(renewed);
            assertThat(reload()).hasToString("configuration read again: changed listener tls");

            SSLSocket socket = connect(keys, "late");
            assertThat(shown(socket)).isEqualTo(next.getCertificate());
            assertEventsCross(early, new StreamPeer(socket));
        }
    }

    @Test
    void withABadNewFileTheOldCertificateGoesOnServing() throws Exception {
        HubSettings hub = Objects.requireNonNull(file.read().settings()).hub();
        try (StreamPeer early = new StreamPeer(connect(keys, "early"));
                SSLSocket before = connect(keys, "before")) {
            Files.writeString(identity, "-----BEGIN CERTIFICATE-----\nMIIB");
            Reload refused = reload();
            assertThat(refused.change()).isNull();
            assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith(configuration + ":")
                    .contains("listeners[0].tls.identity \"" + identity + "\": is cut off")
                    .endsWith("(listener tls)");
            assertThatThrownBy(() -> daemon.gateway().apply(hub))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("listener tls: identity.certificates \"" + identity + "\": is cut off");

            SSLSocket socket = connect(keys, "late");
            assertThat(shown(socket)).isEqualTo(shown(before));
            assertEventsCross(early, new StreamPeer(socket));
        }
    }

    /** Writes a new certificate for the listener with its key, and whom it trusts. */
    private X509Bundle install(TestKeys issuer, Path target) throws Exception {
        X509Bundle made = issuer.server();
        Files.writeString(target, made.getCertificatePathPEM() + made.getPrivateKeyPEM());
        Files.writeString(trust, issuer.root.getCertificatePEM());
        return made;
    }

    private void configure(Path certificate) throws IOException {
        Files.writeString(configuration, """
                direct: 127.0.0.1:0
                http: {address: '127.0.0.1:0'}
                listeners:
                  - {name: tls, type: tls, host: 127.0.0.1, port: 0, tls: {identity: %s, trust: %s}}
                """.formatted(certificate, trust));
    }

    private Reload reload() {
        return daemon.reload(file, UnaryOperator.identity());
    }

    /** A client that the gateway knows; it takes the gateway for whom it is only by the issuer's root. */
    private SSLSocket connect(TestKeys issuer, String name) throws Exception {
        long before = count(Counter.CLIENTS_CONNECTED);
        InetSocketAddress address = daemon.gateway().listeners().get(0).address();
        SSLSocket socket = (SSLSocket) issuer.jdkContext(issuer.client(name))
                .getSocketFactory()
                .createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        Callable<Long> connected = () -> count(Counter.CLIENTS_CONNECTED);
        Await.until(connected, now -> now == before + 1);
        return socket;
    }

    private static Certificate shown(SSLSocket socket) throws IOException {
        return socket.getSession().getPeerCertificates()[0];
    }

    private static void assertEventsCross(StreamPeer one, StreamPeer other) throws IOException {
        try (other) {
            one.send(StreamPeer.event("there", "a-f-G", ""));
            assertThat(other.next()).contains("uid=\"there\"");
            other.send(StreamPeer.event("back", "a-f-G", ""));
            assertThat(one.next()).contains("uid=\"back\"");
        }
    }

    private long count(Counter counter) {
        return daemon.gateway().counters().get(counter);
    }
}
