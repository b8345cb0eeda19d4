package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.StreamListener;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.cotgateway.tls.TestKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openssl s_client} (package openssl) before a listener for TLS streams. */
class OpensslIT {

    private static final Instant PAST = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    @AutoClose
    private final LogCapture log = LogCapture.of(StreamListener.class);

    private TlsHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = TlsHub.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void itVerifiesOurChainAndEventsCrossBothWays(String version) throws Exception {
        try (StreamPeer other = hub.plainClient();
                Client openssl = new Client(version, hub.keys.client("alpha"))) {
            hub.await(Counter.CLIENTS_CONNECTED, 2);
            String up = StreamPeer.event("up", "a-f-G", "<remarks>n\u00E4h &amp; fern</remarks>");
            openssl.send(up);
            assertThat(other.next()).isEqualTo(up);
            String down = StreamPeer.event("down", "a-f-G", "<remarks>\u4E2D</remarks>");
            other.send(down);
            assertThat(Await.until(openssl::output, text -> text.contains("uid=\"down\"") && text.endsWith("</event>")))
                    .endsWith(down);
            assertThat(openssl.complaints())
                    .contains("Verification: OK", "Protocol version: " + version, "Peer certificate: CN = server");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void withoutCertificateItIsRefused(String version) throws Exception {
        assertRefused(version, null, "alert", "the peer sent no certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void withAnExpiredCertificateItIsRefused(String version) throws Exception {
        X509Bundle expired = TestKeys.leaf("CN=late")
                .notBefore(PAST.minus(Duration.ofDays(9)))
                .notAfter(PAST)
                .buildIssuedBy(hub.keys.root);
        assertRefused(
                version,
                expired,
                "alert certificate expired",
                "the peer's certificate CN=late expired on 2026-01-02T03:04:05Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void withAStrangersCertificateItIsRefused(String version) throws Exception {
        X509Bundle stranger = new TestKeys(directory, "CN=Other Root").client("stranger");
        assertRefused(
                version,
                stranger,
                "alert unknown ca",
                "the peer's certificate CN=stranger has an unknown issuer, CN=Other Root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void withACertificateThatItMadeItselfItIsRefused(String version) throws Exception {
        assertRefused(
                version,
                TestKeys.authority("CN=diy").buildSelfSigned(),
                "alert",
                "the peer's certificate CN=diy is self-made and not among those we trust");
    }

    private void assertRefused(String version, @Nullable X509Bundle certificate, String alert, String why)
            throws Exception {
        try (Client openssl = new Client(version, certificate)) {
            assertThat(openssl.exitStatus()).isOne();
            assertThat(openssl.complaints()).containsIgnoringCase(alert);
        }
        hub.await(Counter.HANDSHAKES_FAILED, 1);
        hub.await(Counter.CLIENTS_CONNECTED, 0);
        assertThat(Await.until(log::lines, lines -> !lines.isEmpty()))
                .singleElement()
                .asString()
                .startsWith("no TLS with client 127.0.0.1:")
                .endsWith(why);
    }

    /** One run of s_client; what it prints goes to files, so that nobody has to read along. */
    private final class Client implements AutoCloseable {
        private final Process process;
        private final Path output = Files.createTempFile(directory, "out", ".txt");
        private final Path complaints = Files.createTempFile(directory, "err", ".txt");

        Client(String version, @Nullable X509Bundle certificate) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    "openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + hub.tlsPort(),
                    version.equals("TLSv1.2") ? "-tls1_2" : "-tls1_3",
                    "-CAfile",
                    hub.keys.write("ca", hub.keys.root.getCertificatePEM()).toString(),
                    "-verify_return_error",
                    "-verify_ip",
                    "127.0.0.1",
                    "-brief",
                    "-ign_eof"));
            if (certificate != null) {
                command.addAll(List.of(
                        "-cert",
                        hub.keys.write("leaf", certificate.getCertificatePEM()).toString(),
                        "-key",
                        hub.keys.write("key", certificate.getPrivateKeyPEM()).toString()));
            }
            process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(complaints.toFile())
                    .start();
        }

        void send(String text) throws IOException {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        String output() throws IOException {
            return Files.readString(output);
        }

        String complaints() throws IOException {
            return Files.readString(complaints);
        }

        int exitStatus() throws IOException, InterruptedException {
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("openssl ends; it says %s", complaints())
                    .isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
