package org.cotgateway.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a certificate of our own and its private key lie. Passwords do not show in {@code toString}. */
public sealed interface TlsIdentity {

    /**
     * A PKCS#12 file, as {@code openssl pkcs12 -export} and {@code keytool} make it, old ciphers included; it holds one
     * private key with its certificate and, best, the certificates up to the root.
     */
    record Pkcs12(Path file, String password) implements TlsIdentity {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * PEM files.
     *
     * @param certificates the certificate and, best, the intermediate ones up to the root, in any order
     * @param key the private key: PKCS#8, or PKCS#1 (RSA) or SEC 1 (EC) without a password; may be the same file
     * @param keyPassword null for a key that is not encrypted
     */
    record Pem(Path certificates, Path key, @Nullable String keyPassword) implements TlsIdentity {
        @Override
        public String toString() {
            return certificates + ", " + key;
        }
    }
}
