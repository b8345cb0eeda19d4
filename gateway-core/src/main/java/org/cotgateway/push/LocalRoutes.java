package org.cotgateway.push;

import io.netty.util.NetUtil;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotgateway.channel.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the address of this machine that an endpoint sees, by asking the operating system's routing table: a UDP socket
 * is connected, which sends nothing. Makes system calls; for worker threads.
 *
 * <p>For a host name the address of the default route is taken, since looking names up could block.
 */
final class LocalRoutes {

    private static final Logger log = LoggerFactory.getLogger(LocalRoutes.class);

    /** An address of the documentation range (RFC 5737): reached by the default route, and nothing is sent to it. */
    private static final byte[] ANYWHERE = {(byte) 192, 0, 2, 1};

    private static final int ANY_PORT = 9;

    private LocalRoutes() {}

    /** The local address towards each endpoint, in their order; the loopback address when there is no route at all. */
    static Map<Endpoint, InetAddress> towards(Collection<Endpoint> endpoints) {
        Map<Endpoint, InetAddress> locals = new LinkedHashMap<>();
        try (DatagramSocket probe = new DatagramSocket()) {
            for (Endpoint endpoint : endpoints) {
                locals.put(endpoint, towards(endpoint, probe));
            }
        } catch (SocketException outOfSockets) {
            log.warn("no socket to find local addresses with: {}", outOfSockets.getMessage());
            endpoints.forEach(endpoint -> locals.putIfAbsent(endpoint, InetAddress.getLoopbackAddress()));
        }
        return locals;
    }

    private static InetAddress towards(Endpoint endpoint, DatagramSocket probe) {
        InetAddress byInterface = ofInterface(endpoint.networkInterface());
        if (byInterface != null) {
            return byInterface;
        }
        InetAddress target = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
        InetAddress local = target == null ? null : towards(target, probe);
        if (local == null) {
            local = towards(anywhere(), probe);
        }
        return local == null ? InetAddress.getLoopbackAddress() : local;
    }

    private static @Nullable InetAddress towards(InetAddress target, DatagramSocket probe) {
        try {
            probe.connect(new InetSocketAddress(target, ANY_PORT));
            InetAddress local = probe.getLocalAddress();
            return local.isAnyLocalAddress() ? null : local;
        } catch (SocketException | UncheckedIOException noRoute) {
            log.debug("no route to {}", target, noRoute);
            return null;
        } finally {
            probe.disconnect();
        }
    }

    private static @Nullable InetAddress ofInterface(@Nullable String nameOrAddress) {
        if (nameOrAddress == null) {
            return null;
        }
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(nameOrAddress);
        if (literal != null) {
            return literal;
        }
        try {
            NetworkInterface named = NetworkInterface.getByName(nameOrAddress);
            return named == null
                    ? null
                    : named.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .findFirst()
                            .orElse(null);
        } catch (SocketException unreadable) {
            log.debug("interface {} cannot be read", nameOrAddress, unreadable);
            return null;
        }
    }

    private static InetAddress anywhere() {
        try {
            return InetAddress.getByAddress(ANYWHERE);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
