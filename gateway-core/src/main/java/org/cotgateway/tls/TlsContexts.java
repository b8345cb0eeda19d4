package org.cotgateway.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes SSL contexts of settings. Reads files: for worker threads. The contexts are safe on any thread, and need not be
 * released.
 */
public final class TlsContexts {

    private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);
    private static final List<String> OPENSSL_KEYS = List.of("RSA", "EC");

    private final TlsSettings settings;
    private final boolean listener;
    /** Whom the log says that it is for. */
    private final String who;

    private final InstantSource clock;
    private final List<Violation> violations = new ArrayList<>();

    private TlsContexts(TlsSettings settings, boolean listener, String who, InstantSource clock) {
        this.settings = settings;
        this.listener = listener;
        this.who = who;
        this.clock = clock;
    }

    /**
     * For a listener.
     *
     * @param who the log says that it is for
     * @throws TlsException naming everything that is wrong with the settings and the files that they name
     */
    public static SslContext server(TlsSettings settings, String who) throws TlsException {
        return new TlsContexts(settings, true, who, InstantSource.system()).make();
    }

    /**
     * For streams that we dial. Its handlers send the host that they are made for as SNI and, unless that is switched
     * off, verify that the certificate is for it.
     *
     * @param who the log says that it is for
     * @throws TlsException naming everything that is wrong with the settings and the files that they name
     */
    public static SslContext client(TlsSettings settings, String who) throws TlsException {
        return new TlsContexts(settings, false, who, InstantSource.system()).make();
    }

    /** Everything that is wrong with a listener's settings and the files that they name, and what {@link #server} warns of. */
    public static TlsCheck checkServer(TlsSettings settings) {
        return new TlsContexts(settings, true, "", InstantSource.system()).check();
    }

    /** The same of the settings of streams that we dial. */
    public static TlsCheck checkClient(TlsSettings settings) {
        return new TlsContexts(settings, false, "", InstantSource.system()).check();
    }

    /** When the first certificate of our own chain expires; null if there is none or it cannot be read. */
    public static @Nullable Instant identityExpiry(TlsSettings settings) {
        TlsIdentity identity = settings.identity();
        KeyMaterial material = identity == null ? null : new KeyReader(new ArrayList<>()).identity(identity);
        return material == null
                ? null
                : material.chain().stream()
                        .map(each -> each.getNotAfter().toInstant())
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private TlsCheck check() {
        KeyMaterial identity = identity();
        provider(identity);
        X509ExtendedTrustManager trust = trust();
        return new TlsCheck(violations, trust == null || !violations.isEmpty() ? List.of() : warnings(identity, trust));
    }

    private SslContext make() throws TlsException {
        KeyMaterial identity = identity();
        SslProvider provider = provider(identity);
        X509ExtendedTrustManager trust = trust();
        if (!violations.isEmpty()) {
            throw new TlsException(violations);
        }
        warnings(identity, Objects.requireNonNull(trust, "trust without violations"))
                .forEach(warning -> log.warn("TLS for {}: {}", who, warning.rule()));
        SslContext context;
        try {
            context = build(provider, identity, trust);
        } catch (SSLException | IllegalArgumentException refused) {
            throw new TlsException(List.of(
                    Violation.of("provider", provider.toString(), "takes none of this: " + refused.getMessage())));
        }
        log.info(
                "TLS for {} by {}, {}, as {}, {}",
                who,
                provider == SslProvider.JDK ? "the JDK's engine" : OpenSsl.versionString(),
                settings.protocols(),
                identity == null ? "nobody" : CertificateText.subject(identity.certificate()),
                listener ? "client certificates: " + settings.clientAuthentication() : "trust: " + trustName());
        return context;
    }

    private SslContext build(SslProvider provider, @Nullable KeyMaterial identity, X509ExtendedTrustManager trust)
            throws SSLException {
        SslContextBuilder builder;
        if (listener) {
            KeyMaterial own = Objects.requireNonNull(identity, "a listener without violations has an identity");
            builder = SslContextBuilder.forServer(own.key(), own.chain())
                    .clientAuth(
                            switch (settings.clientAuthentication()) {
                                case REQUIRE -> ClientAuth.REQUIRE;
                                case OPTIONAL -> ClientAuth.OPTIONAL;
                                case NONE -> ClientAuth.NONE;
                            });
        } else {
            boolean matchHost = settings.verifyPeer() && settings.verifyHostname();
            builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm(matchHost ? "HTTPS" : null);
            if (identity != null) {
                builder.keyManager(identity.key(), identity.chain());
            }
        }
        return builder.sslProvider(provider)
                .trustManager(trust)
                .protocols(
                        settings.protocols().stream().map(TlsVersion::toString).toList())
                .build();
    }

    /** OpenSSL's where it may be used: it finds no other keys than those of {@link #OPENSSL_KEYS}, and so nobody could connect. */
    private SslProvider provider(@Nullable KeyMaterial identity) {
        boolean keyFits =
                identity == null || OPENSSL_KEYS.contains(identity.key().getAlgorithm());
        if (settings.provider() == TlsProvider.OPENSSL) {
            if (!OpenSsl.isAvailable()) {
                Throwable why = OpenSsl.unavailabilityCause();
                violations.add(Violation.of(
                        "provider", "OPENSSL", "its library is not available here" + (why == null ? "" : ": " + why)));
            } else if (!keyFits) {
                violations.add(Violation.of("provider", "OPENSSL", "takes no keys but " + OPENSSL_KEYS));
            }
        }
        boolean openSsl = settings.provider() != TlsProvider.JDK && OpenSsl.isAvailable() && keyFits;
        return openSsl ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    private @Nullable KeyMaterial identity() {
        TlsIdentity identity = settings.identity();
        if (identity == null) {
            if (listener) {
                violations.add(
                        Violation.of("identity", null, "is missing; a listener needs a certificate and its key"));
            }
            return null;
        }
        return new KeyReader(violations).identity(identity);
    }

    private @Nullable X509ExtendedTrustManager trust() {
        if (!settings.verifyPeer()) {
            return new NoVerification();
        }
        TlsTrust trust = settings.trust();
        if (trust == null && listener && settings.clientAuthentication() != ClientAuthentication.NONE) {
            violations.add(Violation.of(
                    "trust",
                    null,
                    "is missing; without it no client's certificate can be checked (or switch client authentication"
                            + " off)"));
            return null;
        }
        List<X509Certificate> anchors = trust == null ? null : new KeyReader(violations).trust(trust);
        try {
            return PeerTrust.of(anchors, clock);
        } catch (GeneralSecurityException failed) {
            violations.add(Violation.of("trust", trustName(), "cannot be used: " + failed.getMessage()));
            return null;
        }
    }

    private List<Violation> warnings(@Nullable KeyMaterial identity, X509ExtendedTrustManager trust) {
        X509Certificate[] anchors = trust instanceof PeerTrust verified ? verified.anchors() : new X509Certificate[0];
        List<Violation> warnings = new ArrayList<>();
        warnOfTrust(warnings);
        Instant now = clock.instant();
        for (X509Certificate anchor : anchors) {
            String unusable = settings.trust() == null ? null : CertificateText.unusable(anchor, now);
            if (unusable != null) {
                warnings.add(warning(
                        "trust.file", "trusted certificate " + CertificateText.subject(anchor) + " " + unusable));
            }
        }
        if (identity != null) {
            warnOfIdentity(identity, anchors, now, warnings);
        }
        return warnings;
    }

    private void warnOfTrust(List<Violation> warnings) {
        if (!settings.verifyPeer()) {
            warnings.add(warning(
                    "verifyPeer",
                    listener
                            ? "clients' certificates are NOT verified: anyone may pose as any of them"
                            : "peers' certificates are NOT verified: anyone on the way can pose as the peer, read and"
                                    + " change everything"));
        } else if (listener && settings.clientAuthentication() != ClientAuthentication.REQUIRE) {
            boolean none = settings.clientAuthentication() == ClientAuthentication.NONE;
            warnings.add(warning(
                    "clientAuthentication",
                    "clients " + (none ? "are not asked for" : "may come without")
                            + " a certificate: anyone may connect"));
        } else if (!listener && !settings.verifyHostname()) {
            warnings.add(warning(
                    "verifyHostname",
                    "host names are NOT verified: whoever has a certificate of a trusted issuer can pose as the peer"));
        }
    }

    private void warnOfIdentity(
            KeyMaterial identity, X509Certificate[] anchors, Instant now, List<Violation> warnings) {
        for (X509Certificate own : identity.chain()) {
            String unusable = CertificateText.unusable(own, now);
            if (unusable != null) {
                warnings.add(warning(
                        "identity.file",
                        "our certificate " + CertificateText.subject(own) + " " + unusable + "; peers will refuse it"));
            }
        }
        X509Certificate last = identity.chain().get(identity.chain().size() - 1);
        boolean endsAtAnchor = Arrays.stream(anchors)
                .anyMatch(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()));
        if (settings.verifyPeer() && !CertificateText.isSelfIssued(last) && !endsAtAnchor) {
            warnings.add(warning(
                    "identity.file",
                    "our chain in " + settings.identity() + " ends with " + CertificateText.subject(last)
                            + ", and its issuer " + CertificateText.issuer(last)
                            + " is neither there nor trusted here; peers that do not have that one will refuse us:"
                            + " append its certificate"));
        }
    }

    private static Violation warning(String field, String rule) {
        return Violation.of(field, null, rule);
    }

    private String trustName() {
        if (!settings.verifyPeer()) {
            return "everyone";
        }
        return settings.trust() == null ? "the JDK's anchors" : settings.trust().toString();
    }
}
