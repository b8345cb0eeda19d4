package org.cotgateway.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
