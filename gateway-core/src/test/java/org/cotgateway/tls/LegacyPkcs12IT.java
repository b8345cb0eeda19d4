package org.cotgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PKCS#12 files with the old ciphers, RC2 of 40 bits for certificates and triple DES for keys, as TAK Server's scripts
 * make them; by {@code openssl} (package openssl), without which there is nothing to test.
 */
class LegacyPkcs12IT {

    @TempDir
    private Path directory;

    private TestKeys keys;
    private X509Bundle server;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = new TestKeys(directory);
        server = keys.server();
        assumeThat(runs("version")).as("openssl is there").isTrue();
    }

    @Test
    void keysAndTrustOfOldFilesServe() throws Exception {
        TlsSettings old = TlsSettings.DEFAULT.with(
                new TlsIdentity.Pkcs12(identity(), TestKeys.PASSWORD),
                new TlsTrust.Pkcs12(truststore(), TestKeys.PASSWORD));
        Handshake handshake = Handshake.between(
                TlsSettings.DEFAULT.with(keys.pem(keys.client("alpha")), keys.trust()), old, "127.0.0.1");
        assertThat(handshake.client.isTrusting()).isTrue();
        assertThat(handshake.server.isTrusting()).isTrue();
    }

    @Test
    void aWrongPasswordIsNamedAsSuch() throws Exception {
        Path identity = identity();
        Path truststore = truststore();
        TlsSettings wrong = TlsSettings.DEFAULT.with(
                new TlsIdentity.Pkcs12(identity, "guess"), new TlsTrust.Pkcs12(truststore, "guess"));
        String rule = "the password does not open it; give the one that it was exported with";
        assertThat(TlsContexts.checkServer(wrong).violations())
                .containsExactly(
                        Violation.of("identity.file", identity.toString(), rule),
                        Violation.of("trust.file", truststore.toString(), rule));
    }

    private Path identity() throws Exception {
        return export(
                "-in",
                keys.write("chain", server.getCertificatePathPEM()).toString(),
                "-inkey",
                keys.write("key", server.getPrivateKeyPEM()).toString());
    }

    private Path truststore() throws Exception {
        return export(
                "-nokeys",
                "-in",
                keys.write("root", keys.root.getCertificatePEM()).toString());
    }

    private Path export(String... what) throws Exception {
        Path made = keys.write("legacy", "");
        List<String> arguments = new ArrayList<>(List.of(
                "pkcs12", "-export", "-legacy", "-passout", "pass:" + TestKeys.PASSWORD, "-out", made.toString()));
        arguments.addAll(List.of(what));
        assertThat(runs(arguments.toArray(new String[0]))).as("openssl exports").isTrue();
        return made;
    }

    private static boolean runs(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
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
