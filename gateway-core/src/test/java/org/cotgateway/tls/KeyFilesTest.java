package org.cotgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.cotgateway.event.Violation;
import org.cotgateway.testing.LogCapture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of keys and certificates that are not what they should be: which file, what is wrong, and what to do. */
class KeyFilesTest {

    @TempDir
    private Path directory;

    private TestKeys keys;
    private X509Bundle server;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = new TestKeys(directory);
        server = keys.server();
    }

    @Test
    void aGoodFileOfEitherKindHasNothingWrong() throws Exception {
        assertThat(TlsContexts.checkServer(settings(keys.pem(server))).violations())
                .isEmpty();
        assertThat(TlsContexts.checkServer(settings(pkcs12(store(), TestKeys.PASSWORD)))
                        .violations())
                .isEmpty();
    }

    @Test
    void anEmptyFile() throws Exception {
        assertWrong(pkcs12(new byte[0], TestKeys.PASSWORD), "identity.file", "is empty; copy it here again");
        assertWrong(pem("", server.getPrivateKeyPEM()), "identity.certificates", "is empty; copy it here again");
    }

    @Test
    void aTruncatedPkcs12File() throws Exception {
        byte[] whole = store();
        for (int length : new int[] {3, 100, whole.length - 1}) {
            assertWrong(
                    pkcs12(Arrays.copyOf(whole, length), TestKeys.PASSWORD),
                    "identity.file",
                    "is damaged: it ends early; copy it here again");
        }
    }

    @Test
    void aTruncatedPemFileEvenBehindAGoodCertificate() throws Exception {
        String whole = server.getCertificatePEM();
        assertWrong(
                pem(whole.substring(0, whole.length() / 2), server.getPrivateKeyPEM()),
                "identity.certificates",
                "is cut off: -----BEGIN CERTIFICATE----- has no -----END CERTIFICATE-----; copy it here again");
        assertWrong(
                pem(whole + whole.substring(0, 200), server.getPrivateKeyPEM()),
                "identity.certificates",
                "is cut off: -----BEGIN CERTIFICATE----- has no -----END CERTIFICATE-----; copy it here again");
    }

    @Test
    void whatIsNoPkcs12File() throws Exception {
        assertWrong(
                pkcs12("hello".getBytes(StandardCharsets.UTF_8), TestKeys.PASSWORD),
                "identity.file",
                "is not a PKCS#12 file; make one: openssl pkcs12 -export");
        assertWrong(
                pkcs12(server.getCertificate().getEncoded(), TestKeys.PASSWORD),
                "identity.file",
                "is a bare certificate (DER), not a PKCS#12 file; convert it: openssl x509 -inform der");
        assertWrong(
                pkcs12(Der.write(Der.SEQUENCE, new byte[] {Der.INTEGER, 1, 3}), TestKeys.PASSWORD),
                "identity.file",
                "is not a PKCS#12 file, or is damaged; look into it: openssl pkcs12 -info -noout -in");
    }

    @Test
    void aWrongPassword() throws Exception {
        assertWrong(
                pkcs12(store(), "guess"),
                "identity.file",
                "the password does not open it; give the one that it was exported with");
    }

    @Test
    void aTruststoreInPlaceOfAKeystore() throws Exception {
        KeyStore store = emptyStore();
        store.setCertificateEntry("root", keys.root.getCertificate());
        assertWrong(
                pkcs12(bytes(store), TestKeys.PASSWORD),
                "identity.file",
                "has no private key with a certificate: it is a truststore, or was exported without its key or with"
                        + " one that is not encrypted; export both: openssl pkcs12 -export -inkey");
    }

    @Test
    void whatIsNoPemFile() throws Exception {
        String key = server.getPrivateKeyPEM();
        String without = "has no -----BEGIN CERTIFICATE----- block; it is ";
        assertWrong(pem("hello", key), "identity.certificates", without + "not a PEM file");
        for (byte[] binary : List.of(store(), server.getCertificate().getEncoded())) {
            assertWrong(
                    new TlsIdentity.Pem(pkcs12(binary, "").file(), keys.write("key", key), null),
                    "identity.certificates",
                    without + "binary; PKCS#12 is named alone, without a file for the key, and DER converted: openssl"
                            + " x509 -inform der");
        }
        KeyStore java = KeyStore.getInstance("JKS");
        java.load(null, null);
        assertWrong(
                new TlsIdentity.Pem(pkcs12(bytes(java), "").file(), keys.write("key", key), null),
                "identity.certificates",
                without + "a Java keystore (JKS); convert it: keytool -importkeystore -deststoretype PKCS12");
    }

    @Test
    void pemWithoutTheKey() throws Exception {
        String certificate = server.getCertificatePEM();
        assertWrong(
                pem(certificate, certificate),
                "identity.key",
                "has no -----BEGIN PRIVATE KEY----- block; it has [CERTIFICATE]; append the key, or name the key's own"
                        + " file");
    }

    @Test
    void aKeyThatDoesNotFit() throws Exception {
        assertWrong(
                pem(server.getCertificatePEM(), keys.server().getPrivateKeyPEM()),
                "identity.key",
                "the private key does not fit the certificate CN=server; take the two that were made together");
    }

    @Test
    void aChainInAnyOrderIsPutInOrderAndStrangersAreLeftOut() throws Exception {
        X509Bundle chained = keys.serverByIntermediate();
        List<String> blocks = new ArrayList<>();
        blocks.add(keys.client("stranger").getCertificatePEM());
        blocks.addAll(List.of(chained.getCertificatePathPEM().split("(?<=-----END CERTIFICATE-----\\s)")));
        assertThat(blocks).hasSizeGreaterThan(2);
        Collections.reverse(blocks);
        List<Violation> wrong = new ArrayList<>();
        KeyMaterial read = new KeyReader(wrong).identity(pem(String.join("\n", blocks), chained.getPrivateKeyPEM()));

        assertThat(wrong).isEmpty();
        assertThat(Objects.requireNonNull(read).chain()).containsExactly(chained.getCertificatePath());
    }

    @Test
    void aKeyInPkcs12ThatDoesNotFit() throws Exception {
        KeyStore store = emptyStore();
        Certificate[] chain = server.getCertificatePath();
        store.setKeyEntry("own", keys.server().getKeyPair().getPrivate(), TestKeys.PASSWORD.toCharArray(), chain);
        assertWrong(
                pkcs12(bytes(store), TestKeys.PASSWORD),
                "identity.file",
                "the private key does not fit the certificate CN=server; take the two that were made together");
    }

    @Test
    void anEncryptedKeyWithoutItsPasswordOrOfTheOldKind() throws Exception {
        assertWrong(
                pem(
                        server.getCertificatePEM(),
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n"),
                "identity.key",
                "its private key is encrypted and there is no password for it");
        assertWrong(
                pem(
                        server.getCertificatePEM(),
                        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\nMAA=\n"
                                + "-----END RSA PRIVATE KEY-----\n"),
                "identity.key",
                "its private key is encrypted in the old way of OpenSSL; convert it: openssl pkcs8 -topk8");
    }

    @Test
    void anIncompleteChainIsTakenAndTheLogSaysWhatIsMissing() throws Exception {
        X509Bundle chained = keys.serverByIntermediate();
        TlsIdentity.Pem leafOnly = pem(chained.getCertificatePEM(), chained.getPrivateKeyPEM());
        try (LogCapture log = LogCapture.of(TlsContexts.class)) {
            TlsContexts.server(settings(leafOnly), "listener l");
            TlsContexts.server(settings(keys.pem(chained)), "listener l");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("chain"))
                    .containsExactly(
                            "TLS for listener l: our chain in " + leafOnly + " ends with CN=server, and its issuer"
                                    + " CN=Test Intermediate is neither there nor trusted here; peers that do not have that one"
                                    + " will refuse us: append its certificate");
        }
    }

    private void assertWrong(TlsIdentity identity, String field, String rule) throws Exception {
        Path file = identity instanceof TlsIdentity.Pem pem
                ? field.equals("identity.key") ? pem.key() : pem.certificates()
                : ((TlsIdentity.Pkcs12) identity).file();
        assertThat(TlsContexts.checkServer(settings(identity)).violations())
                .containsExactly(Violation.of(field, file.toString(), rule));
    }

    private TlsSettings settings(TlsIdentity identity) throws Exception {
        return TlsSettings.DEFAULT.with(identity, keys.trust());
    }

    private TlsIdentity.Pem pem(String certificates, String key) throws Exception {
        return new TlsIdentity.Pem(keys.write("chain", certificates), keys.write("key", key), null);
    }

    private TlsIdentity.Pkcs12 pkcs12(byte[] content, String password) throws Exception {
        Path file = Files.createTempFile(directory, "keys", ".p12");
        return new TlsIdentity.Pkcs12(Files.write(file, content), password);
    }

    private byte[] store() throws Exception {
        KeyStore store = emptyStore();
        Certificate[] chain = server.getCertificatePath();
        store.setKeyEntry("own", server.getKeyPair().getPrivate(), TestKeys.PASSWORD.toCharArray(), chain);
        return bytes(store);
    }

    private static KeyStore emptyStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, TestKeys.PASSWORD.toCharArray());
        return out.toByteArray();
    }
}
