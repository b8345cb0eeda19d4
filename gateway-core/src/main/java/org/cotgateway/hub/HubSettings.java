package org.cotgateway.hub;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.ListenerSettings;
import org.cotgateway.route.Membership;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected with whom. Immutable.
 *
 * @param listeners where clients and senders connect; their names are unique
 * @param endpoints to whom we send of our own accord; their names are unique, and so are their addresses
 * @param clients what those who connect by a stream may publish and get; the first rule that matches counts
 * @param flowTags whether what goes to other servers is marked with the gateway's name, and dropped when it comes back
 * @param sameUidGap how long after an event the next one of its uid may leave. ATAK reorders inside a burst; 10 ms kept
 *     the order (ATAK 4.6 and 5.5)
 * @param maxContacts most contacts that are remembered of each receiver, at least 1
 * @param dialledTls our certificate, and whom we trust, on TLS streams that we dial and that have no settings of their own
 */
public record HubSettings(
        List<Listener> listeners,
        List<EndpointReceiver> endpoints,
        List<ClientRule> clients,
        boolean flowTags,
        Duration sameUidGap,
        int maxContacts,
        TlsSettings dialledTls) {

    /** Nobody and nothing. */
    public static final HubSettings NONE =
            new HubSettings(List.of(), List.of(), List.of(), true, Duration.ofMillis(10), 100_000, TlsSettings.DEFAULT);

    public HubSettings {
        listeners = List.copyOf(listeners);
        endpoints = List.copyOf(endpoints);
        clients = List.copyOf(clients);
        List<String> wrong = new ArrayList<>();
        if (sameUidGap.isNegative()) {
            wrong.add("sameUidGap must not be negative");
        }
        if (maxContacts < 1) {
            wrong.add("maxContacts must be at least 1");
        }
        requireUnique("listener", listeners.stream().map(Listener::name).toList(), wrong);
        requireUnique("endpoint", endpoints.stream().map(EndpointReceiver::name).toList(), wrong);
        requireUnique(
                "address", endpoints.stream().map(EndpointReceiver::endpoint).toList(), wrong);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** The same with others connected. */
    public HubSettings with(List<? extends Listener> otherListeners, List<EndpointReceiver> otherEndpoints) {
        return new HubSettings(
                List.copyOf(otherListeners), otherEndpoints, clients, flowTags, sameUidGap, maxContacts, dialledTls);
    }

    private static void requireUnique(String what, List<?> values, List<String> wrong) {
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            if (!seen.add(value)) {
                wrong.add(what + " " + value + " is there twice");
            }
        }
    }

    /** Where somebody connects. */
    public sealed interface Listener {
        /** Unique; it stands in the log. */
        String name();

        /** Where to listen; port 0 for any that is free. */
        InetSocketAddress address();

        /** What those may publish and get whom no rule matches. */
        Membership membership();

        /** As it is called in the configuration: tcp, tls, udp, multicast or direct. */
        String type();
    }

    /**
     * Where clients connect by a stream and stay.
     *
     * @param clients how they are served
     * @param tls our certificate, and whose certificates we trust; null for plain TCP
     */
    public record StreamInlet(
            String name,
            InetSocketAddress address,
            ClientSettings clients,
            @Nullable TlsSettings tls,
            Membership membership)
            implements Listener {

        /** Named stream, without TLS; everybody hears everybody. */
        public static StreamInlet open(InetSocketAddress address) {
            return open("stream", address);
        }

        /** Without TLS; everybody hears everybody. */
        public static StreamInlet open(String name, InetSocketAddress address) {
            return new StreamInlet(name, address, ClientSettings.DEFAULT, null, Membership.ANONYMOUS);
        }

        @Override
        public String type() {
            return tls == null ? "tcp" : "tls";
        }
    }

    /**
     * Where datagrams come in, one event in each.
     *
     * @param group the multicast group to join; null for unicast
     * @param networkInterface by which interface the group is joined, as its name or one of its addresses; null for the
     *     system's choice
     * @param membership of its groups only those that are published to count
     */
    public record DatagramInlet(
            String name,
            InetSocketAddress address,
            @Nullable InetAddress group,
            @Nullable String networkInterface,
            Membership membership)
            implements Listener {

        @Override
        public String type() {
            return group == null ? "udp" : "multicast";
        }
    }

    /**
     * Where messages come in, one by each connection.
     *
     * @param messages what is taken
     * @param membership of its groups only those that are published to count
     */
    public record DirectInlet(String name, InetSocketAddress address, ListenerSettings messages, Membership membership)
            implements Listener {

        @Override
        public String type() {
            return "direct";
        }
    }

    /**
     * An endpoint that events go to.
     *
     * @param name unique; it stands in the log
     * @param endpoint where it is
     * @param tls our certificate, and whom we trust, if it is dialled by TLS; null for {@link HubSettings#dialledTls}
     * @param membership what it gets, and where what comes back from it may go
     */
    public record EndpointReceiver(
            String name, Endpoint endpoint, @Nullable TlsSettings tls, Membership membership) {

        /** Named by its address; gets everything of those who have no groups. */
        public static EndpointReceiver of(Endpoint endpoint) {
            return new EndpointReceiver(endpoint.toString(), endpoint, null, Membership.ANONYMOUS);
        }
    }

    /**
     * What some of those who connect may publish and get.
     *
     * @param match who is meant
     * @param server whether it is another server, which finds the gateway's mark in all that it gets; with {@code false} a
     *     client is known for one when it brings flow tags
     */
    public record ClientRule(ClientMatch match, boolean server, Membership membership) {

        /** Not known for a server. */
        public ClientRule(ClientMatch match, Membership membership) {
            this(match, false, membership);
        }
    }
}
