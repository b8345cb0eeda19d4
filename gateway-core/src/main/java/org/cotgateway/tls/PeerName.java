package org.cotgateway.tls;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who a peer is by its certificate. Safe on any thread. */
public final class PeerName {

    private static final String COMMON_NAME = "CN";

    private PeerName() {}

    /**
     * The common name in the certificate of the session's peer, the most specific if there are several; null if the peer
     * showed no certificate, or one without such a name. Whether it is to be believed depends on what the context verifies.
     */
    public static @Nullable String of(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? commonName(certificate.getSubjectX500Principal().getName())
                    : null;
        } catch (SSLPeerUnverifiedException noCertificate) {
            return null;
        }
    }

    /** @param subject as RFC 2253 writes it */
    static @Nullable String commonName(String subject) {
        try {
            List<Rdn> parts = new LdapName(subject).getRdns();
            for (int i = parts.size() - 1; i >= 0; i--) {
                Attribute name = parts.get(i).toAttributes().get(COMMON_NAME);
                if (name != null && name.get() instanceof String text) {
                    return text;
                }
            }
            return null;
        } catch (InvalidNameException unreadable) {
            return null;
        } catch (NamingException impossible) {
            throw new IllegalStateException("a name in memory cannot be looked at", impossible);
        }
    }
}
