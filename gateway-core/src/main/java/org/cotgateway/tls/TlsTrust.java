package org.cotgateway.tls;

import java.nio.file.Path;

/**
 * Where the certificates lie that peers are trusted by: each one in it is an anchor, so that a peer that sends only its
 * own certificate, as ATAK does, is trusted when its intermediate issuer is there.
 */
public sealed interface TlsTrust {

    /** A PKCS#12 file, made by {@code keytool -importcert} or by {@code openssl pkcs12 -export -nokeys}. */
    record Pkcs12(Path file, String password) implements TlsTrust {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A PEM file with one certificate or more. */
    record Pem(Path file) implements TlsTrust {
        @Override
        public String toString() {
            return file.toString();
        }
    }
}
