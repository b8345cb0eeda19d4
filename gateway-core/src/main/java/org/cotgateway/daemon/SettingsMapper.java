package org.cotgateway.daemon;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.ListenerSettings;
import org.cotgateway.channel.ProtocolChoice;
import org.cotgateway.channel.Transport;
import org.cotgateway.config.AreaConfig;
import org.cotgateway.config.ClientConfig;
import org.cotgateway.config.ConfigReading;
import org.cotgateway.config.EndpointConfig;
import org.cotgateway.config.GatewayConfig;
import org.cotgateway.config.GroupsConfig;
import org.cotgateway.config.ListenerConfig;
import org.cotgateway.config.MatchConfig;
import org.cotgateway.config.Proto;
import org.cotgateway.config.Secret;
import org.cotgateway.config.SubscriptionConfig;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.ClientMatch;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/** Makes a daemon's settings of one configuration. One file, one thread; looks at files, interfaces and host names. */
final class SettingsMapper {

    private static final Comparator<Violation> BY_PLACE = Comparator.comparing(
            Violation::at,
            Comparator.nullsFirst(Comparator.comparingInt(TextPosition::line).thenComparingInt(TextPosition::column)));

    private final ConfigReading reading;
    private final List<Violation> found = new ArrayList<>();

    SettingsMapper(ConfigReading reading) {
        this.reading = reading;
    }

    DaemonReading map(GatewayConfig config) {
        String advertise = config.settings().advertise();
        if (advertise != null) {
            address("advertise", advertise, "");
        }
        List<HubSettings.Listener> listeners = new ArrayList<>();
        for (int i = 0; i < config.listeners().size(); i++) {
            listeners.add(listener("listeners[" + i + "]", config.listeners().get(i), config));
        }
        List<HubSettings.EndpointReceiver> endpoints = endpoints(config.endpoints());
        List<HubSettings.ClientRule> clients = new ArrayList<>();
        for (int i = 0; i < config.clients().size(); i++) {
            ClientConfig client = config.clients().get(i);
            Membership membership = membership("clients[" + i + "]", client.groups(), client.subscription());
            clients.add(new HubSettings.ClientRule(match(client.match()), membership));
        }
        if (!found.isEmpty()) {
            return new DaemonReading(
                    null, found.stream().map(reading::placed).sorted(BY_PLACE).toList());
        }
        HubSettings hub = new HubSettings(
                listeners,
                endpoints,
                clients,
                config.flowTags(),
                config.settings().channel().outbox().sameUidGap(),
                HubSettings.NONE.maxContacts(),
                TlsSettings.DEFAULT);
        return new DaemonReading(new DaemonSettings(config.settings(), hub, config.stopTimeout()), List.of());
    }

    private HubSettings.Listener listener(String path, ListenerConfig listener, GatewayConfig config) {
        String who = "listener " + listener.name();
        InetSocketAddress address =
                new InetSocketAddress(address(path + ".host", listener.host(), who), listener.port());
        Membership membership = membership(path, listener.groups(), null);
        return switch (listener.type()) {
            case TCP, TLS ->
                new HubSettings.StreamInlet(
                        listener.name(),
                        address,
                        clients(listener, config.slowClient().closeAfter()),
                        listener.tls() == null
                                ? null
                                : new TlsMapper(path + ".tls", who, found).listener(listener.tls()),
                        membership);
            case UDP, MULTICAST -> {
                String group = listener.group();
                requireInterface(path + ".networkInterface", listener.networkInterface(), who);
                yield new HubSettings.DatagramInlet(
                        listener.name(),
                        address,
                        group == null ? null : NetUtil.createInetAddressFromIpAddressString(group),
                        listener.networkInterface(),
                        membership);
            }
            case DIRECT -> {
                ListenerSettings usual = config.settings().channel().listener();
                ListenerSettings messages = new ListenerSettings(
                        usual.maxMessageBytes(),
                        listener.maxConnections(),
                        listener.idleTimeout(),
                        usual.backlog(),
                        usual.xml());
                yield new HubSettings.DirectInlet(listener.name(), address, messages, membership);
            }
        };
    }

    private static ClientSettings clients(ListenerConfig listener, Duration slowTimeout) {
        ClientSettings usual = ClientSettings.DEFAULT;
        return new ClientSettings(
                listener.framing(),
                ProtocolChoice.valueOf(listener.proto().name()),
                usual.outbox(),
                listener.maxConnections(),
                listener.idleTimeout(),
                slowTimeout,
                usual.backlog());
    }

    private List<HubSettings.EndpointReceiver> endpoints(List<EndpointConfig> configs) {
        List<HubSettings.EndpointReceiver> endpoints = new ArrayList<>();
        Map<Endpoint, String> known = new HashMap<>();
        for (int i = 0; i < configs.size(); i++) {
            EndpointConfig config = configs.get(i);
            String path = "endpoints[" + i + "]";
            String who = "endpoint " + config.name();
            Endpoint endpoint = endpoint(config);
            String before = known.putIfAbsent(endpoint, config.name());
            if (before != null) {
                add(path + ".address", config.address(), "is the address of endpoint " + before + " already", who);
            }
            requireInterface(path + ".address", endpoint.networkInterface(), who);
            TlsSettings tls =
                    config.tls() == null ? null : new TlsMapper(path + ".tls", who, found).endpoint(config.tls());
            if (tls != null && endpoint.transport() != Transport.TLS) {
                add(path + ".tls", null, "is only for addresses with ssl", who);
            }
            Membership membership = membership(path, config.groups(), config.subscription());
            endpoints.add(new HubSettings.EndpointReceiver(config.name(), endpoint, tls, membership));
        }
        return endpoints;
    }

    private static Endpoint endpoint(EndpointConfig config) {
        Endpoint endpoint = Endpoint.parse(config.address());
        Proto proto = config.proto();
        return proto == null
                ? endpoint
                : new Endpoint(
                        endpoint.transport(),
                        endpoint.host(),
                        endpoint.port(),
                        endpoint.framing(),
                        ProtocolChoice.valueOf(proto.name()),
                        endpoint.ttl(),
                        endpoint.networkInterface());
    }

    private static ClientMatch match(MatchConfig match) {
        Secret password = match.password();
        String address = match.address();
        return new ClientMatch(
                match.certificate(),
                match.user(),
                password == null ? null : password.reveal(),
                address == null ? null : network(address));
    }

    private static ClientMatch.Network network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        return new ClientMatch.Network(
                address,
                slash < 0 ? address.getAddress().length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1)));
    }

    private Membership membership(String path, GroupsConfig groups, @Nullable SubscriptionConfig subscription) {
        requireNotNobodys(path + ".groups.in", groups.in());
        requireNotNobodys(path + ".groups.out", groups.out());
        Subscription wanted = subscription == null ? Subscription.ALL : subscription(subscription);
        Membership membership = groups.in().isEmpty() && groups.out().isEmpty()
                ? Membership.NOBODY
                : new Membership(Set.copyOf(groups.in()), Set.copyOf(groups.out()), wanted);
        membership.check().forEach(wrong -> add(path + ".groups." + wrong.field(), wrong.value(), wrong.rule(), ""));
        return membership;
    }

    private void requireNotNobodys(String path, List<String> groups) {
        if (groups.contains(Membership.NOBODYS_GROUP)) {
            add(path, Membership.NOBODYS_GROUP, "is the gateway's own; for no group write []", "");
        }
    }

    private static Subscription subscription(SubscriptionConfig config) {
        return new Subscription(config.types(), area(config.area()), config.minInterval(), config.maxAge());
    }

    private static @Nullable Area area(@Nullable AreaConfig config) {
        if (config == null) {
            return null;
        }
        AreaConfig.Box box = config.box();
        AreaConfig.Circle circle = config.circle();
        if (box != null) {
            return new Area.BoundingBox(box.south(), box.west(), box.north(), box.east());
        }
        return circle == null ? null : new Area.Circle(circle.lat(), circle.lon(), circle.radiusMeters());
    }

    /** The host's address; that of nobody with a violation. */
    private InetAddress address(String path, String host, String who) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            add(path, host, "is no host that this machine knows", who);
            return InetAddress.getLoopbackAddress();
        }
    }

    private void requireInterface(String path, @Nullable String name, String who) {
        if (name == null) {
            return;
        }
        try {
            boolean known = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)
                    ? NetworkInterface.getByInetAddress(NetUtil.createInetAddressFromIpAddressString(name)) != null
                    : NetworkInterface.getByName(name) != null;
            if (!known) {
                add(path, name, "is no network interface of this machine", who);
            }
        } catch (SocketException failure) {
            add(path, name, "this machine's network interfaces cannot be asked for: " + failure.getMessage(), who);
        }
    }

    private void add(String path, @Nullable String value, String rule, String who) {
        found.add(Violation.of(path, value, who.isEmpty() ? rule : rule + " (" + who + ")"));
    }
}
