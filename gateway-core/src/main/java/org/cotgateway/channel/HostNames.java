package org.cotgateway.channel;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.resolver.dns.UnixResolverDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.io.File;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks host names up without blocking: first in the machine's hosts file, then by DNS, IPv4 before IPv6. Answers are
 * remembered for as long as they say, within bounds. Names under {@code .invalid} are never asked for (RFC 6761).
 *
 * <p>The constructor reads {@code /etc/resolv.conf} and the hosts file and is not for the loop; everything else is
 * loop-only and reads no file.
 */
final class HostNames {

    /** Told once what a name stands for, possibly before {@link #lookUp} returns. */
    interface Answer {
        /** At least one address. */
        void found(List<InetAddress> addresses);

        /** There is no such name, and asking again would not help. */
        void unknown(String why);

        /** Nobody could say; may be asked again. */
        void failed(String why);
    }

    private static final Logger log = LoggerFactory.getLogger(HostNames.class);
    private static final File RESOLV_CONF = new File("/etc/resolv.conf");
    private static final int MAX_UNKNOWN = 1_000;
    private static final boolean UNIX = File.separatorChar == '/';

    private final EventLoop loop;
    private final DnsSettings settings;
    private final HostsFileEntriesResolver hostsFile = HostsFileEntriesResolver.DEFAULT;
    /** Null without a server to ask. */
    private final @Nullable DnsNameResolverBuilder resolvers;
    /** Names that did not exist, with until when that is believed, the oldest first. */
    private final Map<String, Long> unknownUntilNs = new LinkedHashMap<>();

    private @Nullable DnsNameResolver resolver;

    HostNames(EventLoop loop, SocketKind sockets, DnsSettings settings) {
        this.loop = loop;
        this.settings = settings;
        DnsServerAddressStreamProvider servers = servers(settings);
        // Made now, since Netty reads options and search domains from /etc/resolv.conf for the first one.
        this.resolvers = servers == null ? null : resolvers(servers, sockets);
        // Reads the hosts file now, not when the first name is looked up on the loop.
        hostsFile.address("localhost", ResolvedAddressTypes.IPV4_PREFERRED);
    }

    void lookUp(String host, Answer answer) {
        assert loop.inEventLoop();
        if (host.equals("invalid") || host.endsWith(".invalid")) {
            answer.unknown("host " + host + " does not exist");
            return;
        }
        if (resolvers == null) {
            InetAddress local = hostsFile.address(host, ResolvedAddressTypes.IPV4_PREFERRED);
            if (local != null) {
                answer.found(List.of(local));
            } else {
                answer.unknown("host " + host + " is unknown: this machine has no DNS server");
            }
            return;
        }
        if (isKnownToBeUnknown(host)) {
            answer.unknown("host " + host + " does not exist");
            return;
        }
        if (resolver == null) {
            resolver = resolvers.build();
        }
        Future<List<InetAddress>> looked = resolver.resolveAll(host);
        if (looked.isDone()) {
            tell(host, looked, answer);
        } else {
            looked.addListener(done -> tell(host, looked, answer));
        }
    }

    void close() {
        assert loop.inEventLoop();
        if (resolver != null) {
            resolver.close();
        }
    }

    private void tell(String host, Future<List<InetAddress>> looked, Answer answer) {
        if (looked.isSuccess() && !looked.getNow().isEmpty()) {
            answer.found(looked.getNow());
            return;
        }
        Throwable cause = looked.cause();
        if (hasCause(cause, DnsNameResolverTimeoutException.class) || hasCause(cause, IOException.class)) {
            answer.failed("host " + host + " could not be looked up: no DNS server answered");
            return;
        }
        DnsResponseCode code = errorCode(cause);
        if (code == null || code.equals(DnsResponseCode.NXDOMAIN)) {
            remember(host);
            answer.unknown("host " + host + " does not exist");
        } else {
            answer.failed("host " + host + " could not be looked up: the DNS server said " + code);
        }
    }

    private boolean isKnownToBeUnknown(String host) {
        Long untilNs = unknownUntilNs.get(host);
        if (untilNs != null && untilNs - loop.ticker().nanoTime() <= 0) {
            unknownUntilNs.remove(host);
            return false;
        }
        return untilNs != null;
    }

    private void remember(String unknown) {
        if (unknownUntilNs.size() >= MAX_UNKNOWN) {
            unknownUntilNs.keySet().remove(unknownUntilNs.keySet().iterator().next());
        }
        unknownUntilNs.put(
                unknown, loop.ticker().nanoTime() + settings.negativeTtl().toNanos());
    }

    private DnsNameResolverBuilder resolvers(DnsServerAddressStreamProvider provider, SocketKind sockets) {
        boolean askByIpv6 = provider.nameServerAddressStream("").next().getAddress() instanceof Inet6Address;
        SocketProtocolFamily family = askByIpv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        return new DnsNameResolverBuilder(loop)
                .datagramChannelFactory(() -> sockets.newDatagram(family))
                .socketChannelFactory(sockets::newSocket, false)
                .nameServerProvider(provider)
                .hostsFileEntriesResolver(hostsFile)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(settings.queryTimeout().toMillis())
                .ttl(1, Math.toIntExact(settings.maxTtl().toSeconds()))
                // Netty's cache forgets why a lookup failed, and so whether it is worth repeating.
                .negativeTtl(0);
    }

    /** Netty would ask a public server on the Internet when the machine names none; we ask nobody. */
    private static @Nullable DnsServerAddressStreamProvider servers(DnsSettings settings) {
        if (!settings.servers().isEmpty()) {
            return new SequentialDnsServerAddressStreamProvider(settings.servers());
        }
        if (!UNIX) {
            return DnsServerAddressStreamProviders.platformDefault();
        }
        try {
            return new UnixResolverDnsServerAddressStreamProvider(RESOLV_CONF);
        } catch (IOException | IllegalArgumentException noServers) {
            log.info("no DNS server in {}: host names are known by the hosts file only", RESOLV_CONF);
            return null;
        }
    }

    private static boolean hasCause(@Nullable Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable cause = thrown == null ? null : thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable DnsResponseCode errorCode(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException error) {
                return error.getCode();
            }
        }
        return null;
    }
}
