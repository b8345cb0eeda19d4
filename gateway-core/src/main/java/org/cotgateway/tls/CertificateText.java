package org.cotgateway.tls;

import java.security.AlgorithmConstraints;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates in words. */
final class CertificateText {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateText() {}

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    static String issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName();
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** {@code expired on 2026-01-01T00:00:00Z} and the like; null for one that is valid at that time. */
    static @Nullable String untimely(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isAfter(to)) {
            return "expired on " + to;
        }
        return now.isBefore(from) ? "is not valid before " + from : null;
    }

    /** Why nobody trusts it or by it, in the words of {@link #untimely} or {@link #weak}; null if there is no such reason. */
    static @Nullable String unusable(X509Certificate certificate, Instant now) {
        String untimely = untimely(certificate, now);
        return untimely == null ? weak(certificate) : untimely;
    }

    /**
     * {@code has too weak a key, RSA with 768 bits} and the like; null for one whose key this JDK's security properties let
     * sign.
     */
    static @Nullable String weak(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        AlgorithmConstraints rules = rules();
        if (rules == null || rules.permits(EnumSet.of(CryptoPrimitive.SIGNATURE), key)) {
            return null;
        }
        return "has too weak a key, " + key.getAlgorithm() + bits(key);
    }

    /** Those of the JDK's own engine, which no other public way leads to. */
    private static @Nullable AlgorithmConstraints rules() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context.createSSLEngine().getSSLParameters().getAlgorithmConstraints();
        } catch (GeneralSecurityException none) {
            return null;
        }
    }

    private static String bits(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return " with " + rsa.getModulus().bitLength() + " bits";
        }
        return key instanceof ECKey ec ? " with " + ec.getParams().getOrder().bitLength() + " bits" : "";
    }

    /** The host names and addresses that it is for; its subject when it names none. */
    static String hosts(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException damaged) {
            return "names that cannot be read";
        }
        return names.isEmpty() ? "no host, only for " + subject(certificate) : String.join(", ", names);
    }
}
