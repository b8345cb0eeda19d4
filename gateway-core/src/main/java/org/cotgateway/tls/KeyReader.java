package org.cotgateway.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Reads the files that settings name. What is wrong with them is added to the violations. */
final class KeyReader {

    private final List<Violation> violations;

    KeyReader(List<Violation> violations) {
        this.violations = violations;
    }

    /** The key with its chain in order; null with a violation. */
    @Nullable
    KeyMaterial identity(TlsIdentity identity) {
        if (identity instanceof TlsIdentity.Pkcs12 pkcs12) {
            Pkcs12File file = pkcs12("identity.file", pkcs12.file(), pkcs12.password());
            KeyMaterial found = file == null ? null : file.identity();
            return found == null ? null : fitting(found, "identity.file", pkcs12.file());
        }
        TlsIdentity.Pem pem = (TlsIdentity.Pem) identity;
        PemFile certificates = pem("identity.certificates", pem.certificates());
        List<X509Certificate> chain = certificates == null ? List.of() : certificates.certificates();
        PemFile keys = pem.key().equals(pem.certificates()) ? certificates : pem("identity.key", pem.key());
        PrivateKey key = keys == null ? null : keys.privateKey(pem.keyPassword());
        return key == null || chain.isEmpty() ? null : fitting(new KeyMaterial(key, chain), "identity.key", pem.key());
    }

    /** The anchors; none with a violation. */
    List<X509Certificate> trust(TlsTrust trust) {
        if (trust instanceof TlsTrust.Pkcs12 pkcs12) {
            Pkcs12File file = pkcs12("trust.file", pkcs12.file(), pkcs12.password());
            return file == null ? List.of() : file.certificates();
        }
        PemFile file = pem("trust.file", ((TlsTrust.Pem) trust).file());
        return file == null ? List.of() : file.certificates();
    }

    private @Nullable KeyMaterial fitting(KeyMaterial found, String field, Path file) {
        KeyMaterial ordered = found.ordered();
        if (ordered == null) {
            violations.add(Violation.of(
                    field,
                    file.toString(),
                    "the private key does not fit the certificate " + CertificateText.subject(found.certificate())
                            + "; take the two that were made together"));
        }
        return ordered;
    }

    private @Nullable Pkcs12File pkcs12(String field, Path file, String password) {
        byte[] bytes = KeyFile.read(field, file, violations);
        return bytes == null ? null : Pkcs12File.open(field, file.toString(), bytes, password, violations);
    }

    private @Nullable PemFile pem(String field, Path file) {
        byte[] bytes = KeyFile.read(field, file, violations);
        return bytes == null ? null : PemFile.open(field, file.toString(), bytes, violations);
    }
}
