package org.cotgateway.tls;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a listener or the streams that we dial do TLS.
 *
 * @param identity our own certificate and key; a listener needs one, a client may have none
 * @param trust whom to trust; null for the JDK's own anchors, which is good only for clients and for listeners that ask
 *     for no certificate
 * @param protocols the versions to offer, at least one
 * @param provider who does the cryptography
 * @param clientAuthentication what a listener asks of its clients
 * @param verifyPeer whether the peer's certificate must be trusted; without it anyone can pose as the peer
 * @param verifyHostname whether the certificate of a dialled peer must be for the host that was dialled
 */
public record TlsSettings(
        @Nullable TlsIdentity identity,
        @Nullable TlsTrust trust,
        Set<TlsVersion> protocols,
        TlsProvider provider,
        ClientAuthentication clientAuthentication,
        boolean verifyPeer,
        boolean verifyHostname) {

    /** No identity, the JDK's trust, both versions, everything verified. */
    public static final TlsSettings DEFAULT = new TlsSettings(
            null, null, EnumSet.allOf(TlsVersion.class), TlsProvider.AUTO, ClientAuthentication.REQUIRE, true, true);

    public TlsSettings {
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("protocols must name TLSv1.2, TLSv1.3 or both");
        }
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
    }

    /** These settings with another identity and trust. */
    public TlsSettings with(@Nullable TlsIdentity newIdentity, @Nullable TlsTrust newTrust) {
        return new TlsSettings(
                newIdentity, newTrust, protocols, provider, clientAuthentication, verifyPeer, verifyHostname);
    }

    /** These settings with other protocols. */
    public TlsSettings with(Set<TlsVersion> newProtocols) {
        return new TlsSettings(
                identity, trust, newProtocols, provider, clientAuthentication, verifyPeer, verifyHostname);
    }

    /** These settings with another provider. */
    public TlsSettings with(TlsProvider newProvider) {
        return new TlsSettings(
                identity, trust, protocols, newProvider, clientAuthentication, verifyPeer, verifyHostname);
    }

    /** These settings with another demand on a listener's clients. */
    public TlsSettings with(ClientAuthentication newClientAuthentication) {
        return new TlsSettings(
                identity, trust, protocols, provider, newClientAuthentication, verifyPeer, verifyHostname);
    }

    /** These settings with checks of the peer switched on or off. */
    public TlsSettings verifying(boolean peer, boolean hostname) {
        return new TlsSettings(identity, trust, protocols, provider, clientAuthentication, peer, hostname);
    }
}
