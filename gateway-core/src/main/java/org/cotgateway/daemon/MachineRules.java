package org.cotgateway.daemon;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.Transport;
import org.cotgateway.config.ConfigReading;
import org.cotgateway.config.EndpointConfig;
import org.cotgateway.config.GatewayConfig;
import org.cotgateway.config.GroupsConfig;
import org.cotgateway.config.ListenerConfig;
import org.cotgateway.config.TlsConfig;
import org.cotgateway.event.Violation;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.hub.Publisher;
import org.cotgateway.tls.TlsContexts;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a configuration that its text alone does not show: keys, certificates, interfaces, addresses and
 * directories of this machine, and what the hub takes no entry for. Values that are wrong by their text are passed over,
 * all others are looked at. One file, one thread, which may block.
 */
final class MachineRules {

    private static final Duration EXPIRES_SOON = Duration.ofDays(14);

    private final ConfigReading reading;
    private final Instant now;
    private final List<Violation> found = new ArrayList<>();
    private final List<Violation> warnings = new ArrayList<>();
    private final List<Violation> loggedWarnings = new ArrayList<>();

    MachineRules(ConfigReading reading, Instant now) {
        this.reading = reading;
        this.now = now;
    }

    /** What must be mended before a daemon can run by it. */
    List<Violation> found() {
        return found;
    }

    /** What a daemon can run with. */
    List<Violation> warnings() {
        return warnings;
    }

    /** The same, of which the log will tell when the daemon runs. */
    List<Violation> loggedWarnings() {
        return loggedWarnings;
    }

    void check(GatewayConfig config) {
        String advertise = config.settings().advertise();
        if (advertise != null && !reading.isWrong("advertise")) {
            address("advertise", advertise, "");
        }
        requireLocal("direct", config.settings().direct().getAddress(), "");
        requireLocal("http.address", config.settings().http().address().getAddress(), "");
        Path data = config.settings().dataDirectory();
        if (data != null && !reading.isWrong("dataDirectory")) {
            requireWritable(data);
        }
        for (int i = 0; i < config.listeners().size(); i++) {
            listener("listeners[" + i + "]", config.listeners().get(i));
        }
        Map<Endpoint, String> known = new HashMap<>();
        for (int i = 0; i < config.endpoints().size(); i++) {
            endpoint("endpoints[" + i + "]", config.endpoints().get(i), known);
        }
        for (int i = 0; i < config.clients().size(); i++) {
            groups("clients[" + i + "].groups", config.clients().get(i).groups(), "");
        }
        for (int i = 0; i < config.feeds().size(); i++) {
            feed("feeds[" + i + "]", config.feeds().get(i));
        }
    }

    private void feed(String path, FeedSettings feed) {
        String who = "feed " + feed.name();
        requireLocal(path + ".input.udp", feed.input().udp(), who);
        requireLocal(path + ".input.tcp", feed.input().tcp(), who);
        Publisher.check(Set.copyOf(feed.groups()))
                .forEach(wrong -> add(path + ".groups", wrong.value(), wrong.rule(), who));
    }

    private void requireLocal(String path, @Nullable InetSocketAddress address, String who) {
        if (address != null) {
            requireLocal(path, address.getAddress(), who);
        }
    }

    private void listener(String path, ListenerConfig listener) {
        String who = "listener " + listener.name();
        if (!reading.isWrong(path + ".host")) {
            InetAddress address = address(path + ".host", listener.host(), who);
            if (address != null) {
                requireLocal(path + ".host", address, who);
            }
        }
        requireInterface(path + ".networkInterface", listener.networkInterface(), who);
        groups(path + ".groups", listener.groups(), who);
        TlsConfig tls = listener.tls();
        if (tls != null && tls.identity() != null) {
            TlsMapper mapper = new TlsMapper(path + ".tls", who, reading, found, loggedWarnings);
            certificate(path, mapper.listener(tls), who);
        }
    }

    private void endpoint(String path, EndpointConfig config, Map<Endpoint, String> known) {
        String who = "endpoint " + config.name();
        groups(path + ".groups", config.groups(), who);
        TlsConfig tls = config.tls();
        if (tls != null) {
            certificate(path, new TlsMapper(path + ".tls", who, reading, found, loggedWarnings).endpoint(tls), who);
        }
        if (reading.isWrong(path + ".address") || config.address().isEmpty()) {
            return;
        }
        Endpoint endpoint = SettingsMapper.endpoint(config);
        String before = known.putIfAbsent(endpoint, config.name());
        if (before != null) {
            add(path + ".address", config.address(), "is the address of endpoint " + before + " already", who);
        }
        String networkInterface = endpoint.networkInterface();
        if (networkInterface != null) {
            String trouble = interfaceTrouble(networkInterface);
            if (trouble != null) {
                add(path + ".address", config.address(), "interface=" + networkInterface + " " + trouble, who);
            }
        }
        if (tls != null && endpoint.transport() != Transport.TLS) {
            add(path + ".tls", null, "is only for addresses with ssl", who);
        }
    }

    private void certificate(String path, TlsSettings tls, String who) {
        Instant expiry = TlsContexts.identityExpiry(tls);
        if (expiry == null) {
            return;
        }
        String identity = path + ".tls.identity";
        if (!expiry.isAfter(now)) {
            add(identity, null, "its certificate expired on " + expiry, who);
            loggedWarnings.removeIf(warning -> warning.field().equals(identity));
        } else if (expiry.isBefore(now.plus(EXPIRES_SOON))) {
            warnings.add(violation(identity, null, "its certificate expires soon, on " + expiry, who));
        }
    }

    private void groups(String path, GroupsConfig groups, String who) {
        if (groups.in().isEmpty() && groups.out().isEmpty()) {
            return;
        }
        SettingsMapper.membership(groups, null)
                .check()
                .forEach(wrong -> add(path + "." + wrong.field(), wrong.value(), wrong.rule(), who));
    }

    private @Nullable InetAddress address(String path, String host, String who) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            add(path, host, "is no host that this machine knows", who);
            return null;
        }
    }

    /** Asks the operating system, which may take more than its interfaces have. */
    private void requireLocal(String path, InetAddress address, String who) {
        if (address.isMulticastAddress()) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, 0));
        } catch (IOException refused) {
            add(path, address.getHostAddress(), "is no address of this machine", who);
        }
    }

    private void requireInterface(String path, @Nullable String name, String who) {
        String trouble = name == null || reading.isWrong(path) ? null : interfaceTrouble(name);
        if (trouble != null) {
            add(path, name, trouble, who);
        }
    }

    private static @Nullable String interfaceTrouble(String name) {
        try {
            boolean known = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)
                    ? NetworkInterface.getByInetAddress(NetUtil.createInetAddressFromIpAddressString(name)) != null
                    : NetworkInterface.getByName(name) != null;
            return known ? null : "is no network interface of this machine";
        } catch (SocketException failure) {
            return "cannot be looked for: " + failure.getMessage();
        }
    }

    /** It is made when it is missing, so what counts is the first directory above it that is there. */
    private void requireWritable(Path directory) {
        Path there = directory.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null) {
            return;
        }
        boolean itself = there.equals(directory.toAbsolutePath());
        if (!Files.isDirectory(there)) {
            add("dataDirectory", directory.toString(), (itself ? "is" : there + " is") + " no directory", "");
        } else if (!Files.isWritable(there)) {
            String what = itself ? "may not be written to" : "cannot be made: " + there + " may not be written to";
            add("dataDirectory", directory.toString(), what + " by this user", "");
        }
    }

    private void add(String path, @Nullable String value, String rule, String who) {
        found.add(violation(path, value, rule, who));
    }

    static Violation violation(String path, @Nullable String value, String rule, String who) {
        return Violation.of(path, value, who.isEmpty() ? rule : rule + " (" + who + ")");
    }
}
