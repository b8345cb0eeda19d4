package org.cotgateway.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's PKIX trust manager, which also checks host names, with reasons that a person understands. Safe on any
 * thread; looks nothing up.
 */
final class PeerTrust extends X509ExtendedTrustManager {

    // OpenSSL's X509_V_ERR_..., in x509_vfy.h.
    private static final int NOT_YET_VALID = 9;
    private static final int EXPIRED = 10;
    private static final int UNKNOWN_ISSUER = 20;
    private static final int REJECTED = 28;

    private final X509ExtendedTrustManager pkix;
    private final InstantSource clock;

    private PeerTrust(X509ExtendedTrustManager pkix, InstantSource clock) {
        this.pkix = pkix;
        this.clock = clock;
    }

    /** @param anchors null for the JDK's own */
    static PeerTrust of(@Nullable List<X509Certificate> anchors, InstantSource clock) throws GeneralSecurityException {
        KeyStore store = null;
        if (anchors != null) {
            store = KeyStore.getInstance("PKCS12");
            try {
                store.load(null, null);
            } catch (IOException impossible) {
                throw new GeneralSecurityException("an empty store cannot be made", impossible);
            }
            for (int i = 0; i < anchors.size(); i++) {
                store.setCertificateEntry("anchor-" + i, anchors.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager pkix) {
                return new PeerTrust(pkix, clock);
            }
        }
        throw new GeneralSecurityException("this JDK has no PKIX trust manager");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            pkix.checkClientTrusted(chain, authType, engine);
        } catch (CertificateException refused) {
            throw explained(chain, refused, null);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            pkix.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException refused) {
            throw explained(chain, refused, engine.getPeerHost());
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        pkix.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        pkix.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        pkix.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        pkix.checkServerTrusted(chain, authType);
    }

    /** Those that peers are trusted by. */
    X509Certificate[] anchors() {
        return pkix.getAcceptedIssuers();
    }

    /**
     * None, so that a listener names no issuers to its clients: a client that is told some keeps a certificate of any
     * other to itself, and then nobody can say whose certificate was wrong.
     */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** With the code by which the OpenSSL engine chooses its alert; the JDK's always says certificate_unknown. */
    private CertificateException explained(
            X509Certificate[] chain, CertificateException refused, @Nullable String host) {
        X509Certificate own = chain[0];
        Instant now = clock.instant();
        for (X509Certificate certificate : chain) {
            String untimely = CertificateText.untimely(certificate, now);
            if (untimely != null) {
                boolean early = now.isBefore(certificate.getNotBefore().toInstant());
                return rejected(early ? NOT_YET_VALID : EXPIRED, certificate, untimely, refused);
            }
        }
        if (hasNoPath(refused)) {
            return withoutPath(chain, refused);
        }
        if (host != null && isAboutTheHost(refused)) {
            return rejected(
                    REJECTED,
                    own,
                    "is not for the host " + host + "; it is for " + CertificateText.hosts(own),
                    refused);
        }
        for (Throwable each = refused; each != null; each = each.getCause()) {
            if (each instanceof CertPathValidatorException invalid) {
                return invalid(chain, invalid, refused);
            }
        }
        return rejected(REJECTED, own, "is refused: " + refused.getMessage(), refused);
    }

    private CertificateException invalid(
            X509Certificate[] chain, CertPathValidatorException invalid, CertificateException refused) {
        X509Certificate which = chain[Math.min(Math.max(0, invalid.getIndex()), chain.length - 1)];
        if (invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
            String weak = CertificateText.weak(which);
            weak = weak == null ? weakIssuer(which) : weak;
            if (weak != null) {
                return rejected(REJECTED, which, weak, refused);
            }
        }
        return rejected(REJECTED, which, "is refused: " + invalid.getMessage(), refused);
    }

    /** Of an issuer that we trust the JDK says only how it signed; null if its key will do. */
    private @Nullable String weakIssuer(X509Certificate issued) {
        for (X509Certificate issuer : namesakesOfIssuer(issued)) {
            String weak = CertificateText.weak(issuer);
            if (weak != null) {
                return "is refused: its issuer " + CertificateText.subject(issuer) + ", which we trust, " + weak;
            }
        }
        return null;
    }

    /** Those that we trust under the name of its issuer. */
    private List<X509Certificate> namesakesOfIssuer(X509Certificate issued) {
        return Arrays.stream(anchors())
                .filter(each -> each.getSubjectX500Principal().equals(issued.getIssuerX500Principal()))
                .toList();
    }

    /** No path leads from it to one that we trust. */
    private CertificateException withoutPath(X509Certificate[] chain, CertificateException refused) {
        X509Certificate own = chain[0];
        if (CertificateText.isSelfIssued(own)) {
            return rejected(UNKNOWN_ISSUER, own, "is self-made and not among those we trust", refused);
        }
        X509Certificate last = chain[chain.length - 1];
        List<X509Certificate> namesakes = namesakesOfIssuer(last);
        String unknown = "has an unknown issuer, " + CertificateText.issuer(last);
        if (namesakes.isEmpty()) {
            return rejected(UNKNOWN_ISSUER, own, unknown, refused);
        }
        if (namesakes.stream().noneMatch(each -> mayHaveSigned(each, last))) {
            String another = "; we trust one of that name, but another key signed";
            return rejected(UNKNOWN_ISSUER, own, unknown + another, refused);
        }
        return withBadPath(chain, namesakes, refused);
    }

    /** What came leads to one that we trust, but something on the way is no good: the validator says what, the builder not. */
    private CertificateException withBadPath(
            X509Certificate[] chain, List<X509Certificate> ends, CertificateException refused) {
        try {
            PKIXParameters parameters = new PKIXParameters(
                    ends.stream().map(end -> new TrustAnchor(end, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain)), parameters);
        } catch (CertPathValidatorException invalid) {
            return invalid(chain, invalid, refused);
        } catch (GeneralSecurityException cannot) {
            return rejected(REJECTED, chain[0], "is refused: " + cannot.getMessage(), refused);
        }
        return rejected(REJECTED, chain[0], "is refused: " + refused.getMessage(), refused);
    }

    private static boolean mayHaveSigned(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (SignatureException | InvalidKeyException another) {
            return false;
        } catch (GeneralSecurityException unknown) {
            return true;
        }
    }

    private static CertificateException rejected(
            int openSslCode, X509Certificate certificate, String why, CertificateException refused) {
        String sentence = "the peer's certificate " + CertificateText.subject(certificate) + " " + why;
        return new OpenSslCertificateException(
                sentence, new RejectedCertificateException(sentence, refused), openSslCode);
    }

    private static boolean hasNoPath(CertificateException refused) {
        for (Throwable each = refused; each != null; each = each.getCause()) {
            boolean noAnchor = each instanceof CertPathValidatorException invalid
                    && (invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR
                            || invalid.getReason() == BasicReason.INVALID_SIGNATURE);
            if (each instanceof CertPathBuilderException || noAnchor) {
                return true;
            }
        }
        return false;
    }

    /** The JDK says so only in the words of its {@code HostnameChecker}, and then without a cause. */
    private static boolean isAboutTheHost(CertificateException refused) {
        String message = refused.getMessage();
        return refused.getCause() == null
                && message != null
                && (message.contains("subject alternative") || message.contains("No name matching"));
    }
}
