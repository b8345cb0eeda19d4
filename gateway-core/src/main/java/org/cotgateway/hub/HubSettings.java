package org.cotgateway.hub;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.route.Membership;
import org.cotgateway.tls.TlsSettings;

/**
 * Who is connected with whom.
 *
 * @param streams where clients connect
 * @param endpoints to whom we send of our own accord
 * @param sameUidGap how long after an event the next one of its uid may leave. ATAK reorders inside a burst; 10 ms kept
 *     the order (ATAK 4.6 and 5.5)
 * @param maxContacts most contacts that are remembered of each receiver, at least 1
 * @param dialledTls our certificate, and whom we trust, on TLS streams that we dial
 */
public record HubSettings(
        List<StreamInlet> streams,
        List<EndpointReceiver> endpoints,
        Duration sameUidGap,
        int maxContacts,
        TlsSettings dialledTls) {

    /** Nobody and nothing. */
    public static final HubSettings NONE =
            new HubSettings(List.of(), List.of(), Duration.ofMillis(10), 100_000, TlsSettings.DEFAULT);

    public HubSettings {
        streams = List.copyOf(streams);
        endpoints = List.copyOf(endpoints);
        if (sameUidGap.isNegative() || maxContacts < 1) {
            throw new IllegalArgumentException("sameUidGap must not be negative, maxContacts must be at least 1");
        }
    }

    /** The same with others connected. */
    public HubSettings with(List<StreamInlet> otherStreams, List<EndpointReceiver> otherEndpoints) {
        return new HubSettings(otherStreams, otherEndpoints, sameUidGap, maxContacts, dialledTls);
    }

    /**
     * Where clients connect.
     *
     * @param address where to listen; port 0 for any that is free
     * @param clients how they are served
     * @param membership what they may publish and get
     */
    public record StreamInlet(InetSocketAddress address, ClientSettings clients, Membership membership) {

        /** Everybody hears everybody. */
        public static StreamInlet open(InetSocketAddress address) {
            return new StreamInlet(address, ClientSettings.DEFAULT, Membership.ANONYMOUS);
        }
    }

    /**
     * An endpoint that events go to.
     *
     * @param endpoint where it is
     * @param membership what it gets, and where what comes back from it may go
     */
    public record EndpointReceiver(Endpoint endpoint, Membership membership) {}
}
