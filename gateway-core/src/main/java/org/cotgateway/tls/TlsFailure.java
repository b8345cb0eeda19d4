package org.cotgateway.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why TLS failed: which certificate, whose, and why; the same words for both engines. Safe on any thread. */
public final class TlsFailure {

    /** {@code Received fatal alert: unknown_ca} from the JDK, {@code TLSV1_ALERT_UNKNOWN_CA} from BoringSSL. */
    private static final Pattern ALERT =
            Pattern.compile("(?:received fatal alert: |sslv3_alert_|tlsv1_alert_|tlsv1_|tlsv13_alert_)([a-z_]+)");

    /** {@code error:10000096:SSL routines:OPENSSL_internal:EXCESSIVE_MESSAGE_SIZE}, in lower case. */
    private static final Pattern BORING_SSL = Pattern.compile("error:[0-9a-f]+:[^:]*:openssl_internal:([a-z0-9_]+)");

    private static final Map<String, String> ALERTS = Map.ofEntries(
            Map.entry("certificate_unknown", "the peer does not accept our certificate"),
            Map.entry("bad_certificate", "the peer does not accept our certificate"),
            Map.entry("unsupported_certificate", "the peer does not accept our kind of certificate"),
            Map.entry("certificate_expired", "the peer says that our certificate has expired"),
            Map.entry("certificate_revoked", "the peer says that our certificate was revoked"),
            Map.entry("unknown_ca", "the peer does not know the issuer of our certificate"),
            Map.entry("access_denied", "the peer knows our certificate, but does not let us in"),
            Map.entry("certificate_required", "the peer wants a certificate, and we have none that it would take"),
            Map.entry("protocol_version", "the peer speaks none of our versions of TLS"),
            Map.entry("insufficient_security", "the peer finds our ciphers too weak"),
            Map.entry(
                    "handshake_failure",
                    "the peer has no cipher in common with us, or wants a certificate that we have not"),
            Map.entry("unrecognized_name", "the peer does not know the host name that we asked for"));

    /** What our own engine says, in lower case, JDK's and BoringSSL's words. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("empty client certificate chain", "the peer sent no certificate"),
            Map.entry("peer_did_not_return_a_certificate", "the peer sent no certificate"),
            Map.entry("are not accepted by", "the peer speaks none of our versions of TLS"),
            Map.entry("is not accepted by", "the peer speaks none of our versions of TLS"),
            Map.entry("is not enabled or supported", "the peer speaks none of our versions of TLS"),
            Map.entry("unsupported_protocol", "the peer speaks none of our versions of TLS"),
            Map.entry("no appropriate protocol", "the peer speaks none of our versions of TLS"),
            Map.entry("no cipher suites in common", "the peer has no cipher in common with us"),
            Map.entry("no_shared_cipher", "the peer has no cipher in common with us"),
            Map.entry("wrong_curve", "the peer does not take the elliptic curve of our certificate"),
            Map.entry("no_shared_group", "the peer has no elliptic curve in common with us"),
            Map.entry("no_common_signature_algorithms", "the peer takes no signature that our certificate's key makes"),
            Map.entry("unsupported or unrecognized ssl message", "the peer does not speak TLS"),
            Map.entry("wrong_version_number", "the peer does not speak TLS"),
            Map.entry("http_request", "the peer does not speak TLS, but HTTP"),
            Map.entry("connection closed while", "the peer closed the connection during the TLS handshake"));

    private TlsFailure() {}

    /** The sentence, without a full stop; null when TLS has nothing to do with it. */
    public static @Nullable String of(Throwable failure) {
        @Nullable String general = null;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>();
        left.add(failure);
        Throwable next;
        while ((next = left.poll()) != null) {
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof RejectedCertificateException rejected) {
                return rejected.getMessage();
            }
            if (general == null) {
                general = sentence(next);
            }
            if (next.getCause() != null) {
                left.add(next.getCause());
            }
            Collections.addAll(left, next.getSuppressed());
        }
        return general;
    }

    private static @Nullable String sentence(Throwable failure) {
        if (failure instanceof SslHandshakeTimeoutException) {
            return "no TLS handshake in time";
        }
        if (failure instanceof NotSslRecordException) {
            return "the peer does not speak TLS";
        }
        if (!(failure instanceof SSLException)) {
            return null;
        }
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        String lower = message.toLowerCase(Locale.ROOT);
        Matcher matcher = ALERT.matcher(lower);
        if (matcher.find()) {
            String alert = matcher.group(1);
            return ALERTS.getOrDefault(alert, "the peer ended TLS") + " (alert " + alert + ")";
        }
        for (Map.Entry<String, String> known : OURS.entrySet()) {
            if (lower.contains(known.getKey())) {
                return known.getValue();
            }
        }
        Matcher boringSsl = BORING_SSL.matcher(lower);
        return "TLS failed: " + (boringSsl.find() ? boringSsl.group(1).replace('_', ' ') : message);
    }
}
