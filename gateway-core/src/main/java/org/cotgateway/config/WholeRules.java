package org.cotgateway.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.event.Violation;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.http.HostNames;
import org.cotgateway.http.Networks;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;

/** The rules that hold between values, and those of texts with a grammar. One file, one thread. */
final class WholeRules {

    private final Problems problems;
    private final ListenerTypeRules typeRules;

    WholeRules(Problems problems) {
        this.problems = problems;
        this.typeRules = new ListenerTypeRules(problems);
    }

    void check(GatewayConfig config) {
        checkSettings(config.settings());
        checkListeners(config);
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < config.endpoints().size(); i++) {
            checkEndpoint(config.endpoints().get(i), "endpoints[" + i + "]", names, i);
        }
        for (int i = 0; i < config.clients().size(); i++) {
            ClientConfig client = config.clients().get(i);
            String path = "clients[" + i + "]";
            checkMatch(client.match(), path + ".match");
            if (client.server() && !config.flowTags()) {
                problems.addLater(path + ".server", "true", "must be false while flowTags is");
            }
            checkSubscription(client.subscription(), path + ".subscription");
        }
    }

    private void checkFeeds(List<FeedSettings> feeds, Map<String, String> sockets) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < feeds.size(); i++) {
            FeedSettings feed = feeds.get(i);
            String path = "feeds[" + i + "]";
            checkName(feed.name(), "feeds", i, names);
            feed.check().forEach(wrong -> problems.addLater(path + "." + wrong.field(), wrong.value(), wrong.rule()));
            takePort(sockets, path + ".input.udp", "udp", feed.input().udp());
            takePort(sockets, path + ".input.tcp", "tcp", feed.input().tcp());
        }
    }

    private void takePort(Map<String, String> sockets, String path, String kind, @Nullable InetSocketAddress address) {
        if (address != null) {
            takePort(sockets, path, kind, address.getHostString(), address.getPort());
        }
    }

    private void checkSettings(GatewaySettings settings) {
        String advertise = settings.advertise();
        if (advertise != null) {
            String host = advertise.indexOf(':') >= 0 ? "[" + advertise + "]" : advertise;
            Endpoint.check(host + ":1:tcp").forEach(wrong -> problems.addLater("advertise", advertise, wrong.rule()));
        }
        checkNetworks(settings.http().operators(), "http.operators");
        checkHosts(settings.http().hosts());
        checkNetworks(settings.marti().devices(), "marti.devices");
        checkOrder(
                "http.maxCachedPackageBytes",
                "http.cacheBytes",
                settings.http().maxCachedPackageBytes(),
                settings.http().cacheBytes());
        var channel = settings.channel();
        checkOrder(
                "channel.stream.lowWaterBytes",
                "channel.stream.highWaterBytes",
                channel.stream().lowWaterBytes(),
                channel.stream().highWaterBytes());
        checkOrder(
                "channel.direct.firstRetry",
                "channel.direct.maxRetry",
                channel.direct().firstRetry(),
                channel.direct().maxRetry());
        checkOrder(
                "channel.stream.firstRetry",
                "channel.stream.maxRetry",
                channel.stream().firstRetry(),
                channel.stream().maxRetry());
        checkOrder(
                "channel.datagram.firstRetry",
                "channel.datagram.maxRetry",
                channel.datagram().firstRetry(),
                channel.datagram().maxRetry());
    }

    private void checkOrder(String small, String large, long smallBytes, long largeBytes) {
        if (smallBytes > largeBytes) {
            problems.addLater(
                    small,
                    Spelling.sizeText(smallBytes),
                    "must not be more than " + large + ", which is " + Spelling.sizeText(largeBytes));
        }
    }

    private void checkOrder(String small, String large, Duration first, Duration longest) {
        if (first.compareTo(longest) > 0) {
            problems.addLater(
                    small,
                    Spelling.text(first),
                    "must not be more than " + large + ", which is " + Spelling.text(longest));
        }
    }

    private void checkListeners(GatewayConfig config) {
        Map<String, Integer> names = new HashMap<>();
        Map<String, String> sockets = new HashMap<>();
        GatewaySettings settings = config.settings();
        takePort(
                sockets,
                "http.address",
                "tcp",
                settings.http().address().getHostString(),
                settings.http().address().getPort());
        takePort(
                sockets,
                "direct",
                "tcp",
                settings.direct().getHostString(),
                settings.direct().getPort());
        for (int i = 0; i < config.listeners().size(); i++) {
            ListenerConfig listener = config.listeners().get(i);
            String path = "listeners[" + i + "]";
            checkName(listener.name(), "listeners", i, names);
            boolean datagrams = listener.type() == ListenerType.UDP || listener.type() == ListenerType.MULTICAST;
            String group = listener.group() == null ? "" : " " + listener.group() + " " + listener.networkInterface();
            takePort(sockets, path + ".port", datagrams ? "udp" + group : "tcp", listener.host(), listener.port());
            checkHost(listener.host(), path + ".host");
            typeRules.check(listener, path);
        }
        checkFeeds(config.feeds(), sockets);
    }

    private void takePort(Map<String, String> sockets, String path, String kind, String host, int port) {
        if (port == 0) {
            return;
        }
        boolean all = isAll(host);
        for (Map.Entry<String, String> taken : sockets.entrySet()) {
            String socket = taken.getKey();
            String before = socket.substring(socket.indexOf('|') + 1);
            if (socket.startsWith(kind + ":" + port + "|") && (all || isAll(before) || before.equals(host))) {
                problems.addLater(path, String.valueOf(port), "is the port of " + taken.getValue() + " already");
                return;
            }
        }
        sockets.put(kind + ":" + port + "|" + host, path);
    }

    private static boolean isAll(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private void checkHost(String host, String path) {
        if (!isAll(host)) {
            String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            Endpoint.check(written + ":1:udp").forEach(wrong -> problems.addLater(path, host, wrong.rule()));
        }
    }

    private void checkEndpoint(EndpointConfig endpoint, String path, Map<String, Integer> names, int index) {
        checkName(endpoint.name(), "endpoints", index, names);
        String address = endpoint.address();
        if (!address.isEmpty()) {
            String shown = address.indexOf('@') >= 0 ? null : address;
            List<Violation> wrong = Endpoint.check(address);
            if (!wrong.isEmpty()) {
                problems.addLater(
                        path + ".address",
                        shown,
                        String.join(
                                "; ",
                                wrong.stream()
                                        .map(violation -> violation.field() + " " + violation.rule())
                                        .toList()));
            }
        }
        TlsConfig tls = endpoint.tls();
        if (tls != null && tls.clientAuth() != TlsConfig.TEMPLATE.clientAuth()) {
            String asked = tls.clientAuth().name().toLowerCase(Locale.ROOT);
            problems.addLater(path + ".tls.clientAuth", asked, "is only for listeners, which ask for certificates");
        }
        checkSubscription(endpoint.subscription(), path + ".subscription");
    }

    private void checkName(String name, String list, int index, Map<String, Integer> names) {
        Integer before = name.isEmpty() ? null : names.putIfAbsent(name, index);
        if (before != null) {
            problems.addLater(
                    list + "[" + index + "].name",
                    name,
                    "must be unique; it is the name of " + list + "[" + before + "] already");
        }
    }

    private void checkMatch(MatchConfig match, String path) {
        if (match.certificate() == null && match.user() == null && match.address() == null) {
            problems.addLater(path, null, "must name a certificate, a user or an address");
        }
        if ((match.user() == null) != (match.password() == null)) {
            problems.addLater(
                    path + (match.user() == null ? ".user" : ".password"),
                    null,
                    "is missing; user and password (or passwordFile) belong together");
        }
        String address = match.address();
        if (address != null) {
            checkNetwork(address, path + ".address");
        }
    }

    private void checkNetworks(List<String> texts, String path) {
        for (int i = 0; i < texts.size(); i++) {
            checkNetwork(texts.get(i), path + "[" + i + "]");
        }
    }

    private void checkHosts(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            if (!HostNames.isHost(texts.get(i))) {
                String path = "http.hosts[" + i + "]";
                problems.addLater(path, texts.get(i), "must be a host name or an IP address, without a port");
            }
        }
    }

    private void checkNetwork(String text, String path) {
        if (!Networks.isNetwork(text)) {
            problems.addLater(path, text, "must be an IP address or a network such as 10.1.0.0/16 or fd00::/8");
        }
    }

    private void checkSubscription(SubscriptionConfig subscription, String path) {
        for (int i = 0; i < subscription.types().size(); i++) {
            String type = subscription.types().get(i);
            String typePath = path + ".types[" + i + "]";
            Subscription.checkType(type).forEach(rule -> problems.addLater(typePath, type, rule));
        }
        AreaConfig area = subscription.area();
        if (area != null && (area.box() == null) == (area.circle() == null)) {
            problems.addLater(path + ".area", null, "must be either a box or a circle");
        }
        if (area != null
                && area.box() != null
                && !problems.isWrong(path + ".area.box.north")
                && area.box().south() > area.box().north()) {
            problems.addLater(
                    path + ".area.box.south",
                    String.valueOf(area.box().south()),
                    "must be at most the box's north, which is " + area.box().north());
        }
    }
}
