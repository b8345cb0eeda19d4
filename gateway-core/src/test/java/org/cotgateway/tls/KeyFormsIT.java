package org.cotgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys in every form in which {@code openssl} (package openssl) writes them as PEM; without it there are none. */
class KeyFormsIT {

    private static final String ENCRYPTED =
            "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -pass pass:" + TestKeys.PASSWORD;

    @TempDir
    private Path directory;

    @BeforeEach
    void requireOpenssl() throws Exception {
        assumeThat(runs(List.of("version"))).as("openssl is there").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional -out %s 2048",
                "ecparam -name secp384r1 -genkey -noout -out %s",
                "ecparam -name prime256v1 -genkey -out %s",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out %s",
                "genpkey -algorithm ED25519 -out %s",
                ENCRYPTED + " -out %s"
            })
    void aListenerServesWithIt(String making) throws Exception {
        TlsIdentity.Pem own = made(making);
        TlsSettings client = TlsSettings.DEFAULT.with(TlsProvider.JDK).with(own, new TlsTrust.Pem(own.certificates()));
        TlsSettings server = client.with(TlsProvider.AUTO);

        Handshake handshake = Handshake.between(client, server, "127.0.0.1");
        assertThat(handshake.client.failures).isEmpty();
        assertThat(handshake.server.failures).isEmpty();
        assertThat(handshake.client.isTrusting()).isTrue();
        assertThat(handshake.server.isTrusting()).isTrue();
    }

    @Test
    void anEngineThatFindsNoSuchKeyIsRefused() throws Exception {
        TlsIdentity own = made("genpkey -algorithm ED25519 -out %s");
        TlsSettings server = TlsSettings.DEFAULT.with(own, null).with(ClientAuthentication.NONE);

        assertThat(TlsContexts.checkServer(server.with(TlsProvider.OPENSSL)).violations())
                .containsExactly(Violation.of("provider", "OPENSSL", "takes no keys but [RSA, EC]"));
        assertThat(TlsContexts.checkServer(server).violations()).isEmpty();
    }

    @Test
    void aPasswordThatDoesNotOpenTheKeyIsNamed() throws Exception {
        TlsIdentity.Pem own = made(ENCRYPTED + " -out %s");
        TlsIdentity wrong = new TlsIdentity.Pem(own.certificates(), own.key(), "guess");

        assertThat(TlsContexts.checkServer(TlsSettings.DEFAULT.with(wrong, new TlsTrust.Pem(own.certificates())))
                        .violations())
                .containsExactly(Violation.of(
                        "identity.key",
                        own.key().toString(),
                        "the password does not open its private key; give the one that it was encrypted with"));
    }

    /** A key, and a certificate that it signs itself. */
    private TlsIdentity.Pem made(String making) throws Exception {
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("certificate.pem");
        assertThat(runs(List.of(making.formatted(key).split(" ")))).as(making).isTrue();
        String signing = "req -x509 -new -key %s -passin pass:%s -subj /CN=server -addext subjectAltName=IP:127.0.0.1"
                + " -days 2 -out %s";
        assertThat(runs(List.of(
                        signing.formatted(key, TestKeys.PASSWORD, certificate).split(" "))))
                .as("a certificate for it")
                .isTrue();
        String password = making.contains("pass:") ? TestKeys.PASSWORD : null;
        return new TlsIdentity.Pem(certificate, key, password);
    }

    private static boolean runs(List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
