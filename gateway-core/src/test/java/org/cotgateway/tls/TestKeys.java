package org.cotgateway.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A certificate authority of the test's own, and files of what it issues. */
public final class TestKeys {

    public static final String PASSWORD = "atakatak";
    private static final int WEAK_BITS = 768;

    private final Path directory;
    public final X509Bundle root;

    public TestKeys(Path directory) throws Exception {
        this(directory, "CN=Test Root");
    }

    public TestKeys(Path directory, String rootName) throws Exception {
        this.directory = directory;
        this.root = authority(rootName).buildSelfSigned();
    }

    public static CertificateBuilder authority(String subject) {
        return new CertificateBuilder().ecp256().subject(subject).setIsCertificateAuthority(true);
    }

    /** With a key that is too weak for the JDK; for what another issues. */
    public static CertificateBuilder weak(CertificateBuilder certificate) throws Exception {
        return certificate.rsa2048().keyPair(weakKey());
    }

    /** An authority of its own with such a key. A namesake has signed it, since the builder would make it another key. */
    public static X509Bundle weakRoot(String subject) throws Exception {
        KeyPair key = weakKey();
        X509Bundle namesake = authority(subject).buildSelfSigned();
        X509Bundle root = authority(subject).rsa2048().keyPair(key).buildIssuedBy(namesake);
        return X509Bundle.fromRootCertificateAuthority(root.getCertificate(), key);
    }

    private static KeyPair weakKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(WEAK_BITS);
        return generator.generateKeyPair();
    }

    /** Valid for an hour on both sides of now. */
    public static CertificateBuilder leaf(String subject) {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(Instant.now().minus(Duration.ofHours(1)))
                .notAfter(Instant.now().plus(Duration.ofHours(1)));
    }

    /** For a listener on loopback. */
    public X509Bundle server() throws Exception {
        return leaf("CN=server")
                .addSanIpAddress("127.0.0.1")
                .addSanDnsName("tak.example")
                .buildIssuedBy(root);
    }

    /** The same, with a chain over an authority between it and the root. */
    public X509Bundle serverByIntermediate() throws Exception {
        X509Bundle intermediate = authority("CN=Test Intermediate").buildIssuedBy(root);
        return leaf("CN=server").addSanIpAddress("127.0.0.1").buildIssuedBy(intermediate);
    }

    public X509Bundle client(String name) throws Exception {
        return leaf("CN=" + name).buildIssuedBy(root);
    }

    public TlsTrust trust() throws IOException {
        return trust(root);
    }

    public TlsTrust trust(X509Bundle authority) throws IOException {
        return new TlsTrust.Pem(write("trust", authority.getCertificatePEM()));
    }

    public TlsIdentity pem(X509Bundle bundle) throws IOException {
        return new TlsIdentity.Pem(
                write("chain", bundle.getCertificatePathPEM()), write("key", bundle.getPrivateKeyPEM()), null);
    }

    /** TLS by the JDK for somebody who trusts the root; without a certificate of its own for null. */
    public SSLContext jdkContext(@Nullable X509Bundle own) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] managers =
                own == null ? new KeyManager[0] : own.toKeyManagerFactory().getKeyManagers();
        context.init(managers, new TrustManager[] {root.toTrustManager()}, null);
        return context;
    }

    public Path write(String name, String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, name, ".pem"), text);
    }
}
