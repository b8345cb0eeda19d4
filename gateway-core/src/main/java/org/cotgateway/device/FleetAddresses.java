package org.cotgateway.device;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Which device listens where, and what is wrong with settings from which no addresses can be made. Pure. */
final class FleetAddresses {

    private static final int MAX_DEVICES = 65_000;
    private static final int MAX_PORT = 65_535;
    private static final int LOOPBACK_NET = 127;
    private static final int LAST_LOOPBACK = 0x7fff_fffe;

    private FleetAddresses() {}

    static List<Violation> check(FleetSettings settings) {
        List<Violation> found = new ArrayList<>();
        int count = settings.count();
        int port = settings.port();
        if (count < 1 || count > MAX_DEVICES) {
            found.add(Violation.of("count", Integer.toString(count), "must be 1 to " + MAX_DEVICES));
        }
        if (port < 0 || port > MAX_PORT) {
            found.add(Violation.of("port", Integer.toString(port), "must be 0 to " + MAX_PORT));
        }
        String prefix = settings.callsignPrefix();
        if (prefix.isBlank() || prefix.chars().anyMatch(Character::isISOControl)) {
            found.add(Violation.of("callsign prefix", prefix, "must be text without control characters"));
        }
        for (InetSocketAddress group : settings.multicastGroups()) {
            InetAddress address = group.getAddress();
            if (address == null || !address.isMulticastAddress() || address.getAddress().length != 4) {
                found.add(Violation.of("multicast group", group.toString(), "must be an IPv4 multicast address"));
            }
        }
        byte[] host = literal(settings.host());
        if (host == null) {
            found.add(Violation.of("host", settings.host(), "must be an IPv4 address"));
        } else if (found.isEmpty()) {
            checkRoom(settings, host, found);
        }
        return found;
    }

    private static void checkRoom(FleetSettings settings, byte[] host, List<Violation> found) {
        String count = Integer.toString(settings.count());
        if (host[0] != LOOPBACK_NET) {
            if (settings.port() != 0 && settings.port() + settings.count() - 1 > MAX_PORT) {
                found.add(Violation.of("count", count, "needs more ports than there are from " + settings.port()));
            }
        } else if (loopbackAddresses(settings.count(), host).size() < settings.count()) {
            found.add(
                    Violation.of("count", count, "needs more addresses than 127.0.0.0/8 has from " + settings.host()));
        }
    }

    /** One address for each device; the settings must have passed {@link #check}. */
    static List<InetSocketAddress> plan(FleetSettings settings) {
        byte[] host = literal(settings.host());
        if (host == null) {
            throw new IllegalArgumentException("not an IPv4 address: " + settings.host());
        }
        List<InetSocketAddress> plan = new ArrayList<>(settings.count());
        if (host[0] == LOOPBACK_NET) {
            for (InetAddress address : loopbackAddresses(settings.count(), host)) {
                plan.add(new InetSocketAddress(address, settings.port()));
            }
            return plan;
        }
        for (int i = 0; i < settings.count(); i++) {
            plan.add(new InetSocketAddress(address(host), settings.port() == 0 ? 0 : settings.port() + i));
        }
        return plan;
    }

    private static List<InetAddress> loopbackAddresses(int count, byte[] first) {
        List<InetAddress> addresses = new ArrayList<>(count);
        for (int next = NetUtil.ipv4AddressToInt((Inet4Address) address(first));
                addresses.size() < count && next <= LAST_LOOPBACK && next > 0;
                next++) {
            int last = next & 0xff;
            if (last != 0 && last != 0xff) {
                addresses.add(address(NetUtil.createByteArrayFromIpAddressString(NetUtil.intToIpAddress(next))));
            }
        }
        return addresses;
    }

    private static byte @Nullable [] literal(String host) {
        String numeric = host.equals("localhost") ? "127.0.0.1" : host;
        return NetUtil.isValidIpV4Address(numeric) ? NetUtil.createByteArrayFromIpAddressString(numeric) : null;
    }

    private static InetAddress address(byte[] ipv4) {
        try {
            return InetAddress.getByAddress(ipv4);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("not an IPv4 address", wrongLength);
        }
    }
}
