package org.cotgateway.daemon;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.ListenerSettings;
import org.cotgateway.channel.OutboxSettings;
import org.cotgateway.channel.ProtocolChoice;
import org.cotgateway.config.AreaConfig;
import org.cotgateway.config.EndpointConfig;
import org.cotgateway.config.GatewayConfig;
import org.cotgateway.config.GroupsConfig;
import org.cotgateway.config.ListenerConfig;
import org.cotgateway.config.MatchConfig;
import org.cotgateway.config.Proto;
import org.cotgateway.config.Secret;
import org.cotgateway.config.SlowClientConfig;
import org.cotgateway.config.SubscriptionConfig;
import org.cotgateway.hub.ClientMatch;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/** Makes a daemon's settings of a configuration in which nothing is wrong. Looks host names of listeners up. */
final class SettingsMapper {

    private final GatewayConfig config;

    SettingsMapper(GatewayConfig config) {
        this.config = config;
    }

    DaemonSettings map() {
        HubSettings hub = new HubSettings(
                config.listeners().stream().map(this::listener).toList(),
                config.endpoints().stream().map(SettingsMapper::receiver).toList(),
                config.clients().stream()
                        .map(client -> new HubSettings.ClientRule(
                                match(client.match()),
                                client.server(),
                                membership(client.groups(), client.subscription())))
                        .toList(),
                config.flowTags(),
                config.settings().channel().outbox().sameUidGap(),
                HubSettings.NONE.maxContacts(),
                TlsSettings.DEFAULT);
        return new DaemonSettings(config.settings(), hub, config.feeds(), config.stopTimeout());
    }

    private HubSettings.Listener listener(ListenerConfig listener) {
        InetSocketAddress address = new InetSocketAddress(listener.host(), listener.port());
        Membership membership = membership(listener.groups(), null);
        return switch (listener.type()) {
            case TCP, TLS ->
                new HubSettings.StreamInlet(
                        listener.name(),
                        address,
                        clients(listener),
                        listener.tls() == null ? null : TlsMapper.settings(listener.tls()),
                        membership);
            case UDP, MULTICAST -> {
                String group = listener.group();
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

    private ClientSettings clients(ListenerConfig listener) {
        SlowClientConfig slow = config.slowClient();
        return new ClientSettings(
                listener.framing(),
                ProtocolChoice.valueOf(listener.proto().name()),
                new OutboxSettings(
                        slow.maxEvents(),
                        slow.maxBytes(),
                        config.settings().channel().outbox().sameUidGap()),
                listener.maxConnections(),
                listener.maxHandshakes(),
                listener.idleTimeout(),
                slow.closeAfter(),
                ClientSettings.DEFAULT.backlog());
    }

    private static HubSettings.EndpointReceiver receiver(EndpointConfig endpoint) {
        return new HubSettings.EndpointReceiver(
                endpoint.name(),
                endpoint(endpoint),
                endpoint.tls() == null ? null : TlsMapper.settings(endpoint.tls()),
                membership(endpoint.groups(), endpoint.subscription()));
    }

    static Endpoint endpoint(EndpointConfig config) {
        Endpoint endpoint = Endpoint.parse(config.address());
        Proto proto = config.proto();
        return proto == null ? endpoint : endpoint.with(ProtocolChoice.valueOf(proto.name()));
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

    static Membership membership(GroupsConfig groups, @Nullable SubscriptionConfig subscription) {
        return groups.in().isEmpty() && groups.out().isEmpty()
                ? Membership.NOBODY
                : new Membership(
                        Set.copyOf(groups.in()),
                        Set.copyOf(groups.out()),
                        subscription == null ? Subscription.ALL : subscription(subscription));
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
}
