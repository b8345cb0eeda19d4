package org.cotgateway.channel;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that datagrams leave by: one for each address family, and for multicast one for each way out (interface
 * and TTL), shared by all endpoints. Opened when first needed and kept until {@link #close}. Whatever comes in is thrown
 * away. Loop-only.
 */
final class DatagramSockets {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    // Numbers of Linux on every machine.
    private static final IntegerUnixChannelOption IP_MULTICAST_TTL =
            new IntegerUnixChannelOption("IP_MULTICAST_TTL", 0, 33);
    private static final IntegerUnixChannelOption IPV6_MULTICAST_HOPS =
            new IntegerUnixChannelOption("IPV6_MULTICAST_HOPS", 41, 18);

    private record Way(
            SocketProtocolFamily family, int ttl, @Nullable String networkInterface) {}

    private final LoopContext context;
    private final LocalAddresses localAddresses = new LocalAddresses();
    private final Map<Way, DatagramChannel> open = new HashMap<>();

    DatagramSockets(LoopContext context) {
        this.context = context;
    }

    /**
     * The socket that reaches this address as the endpoint wants it.
     *
     * @throws IOException when there is no such interface, or no socket can be had; the message says which
     */
    DatagramChannel socketFor(Endpoint endpoint, InetAddress address) throws IOException {
        SocketProtocolFamily family =
                address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        Way way = new Way(family, endpoint.ttl(), endpoint.networkInterface());
        DatagramChannel socket = open.get(way);
        if (socket == null || !socket.isOpen()) {
            socket = open(way);
            open.put(way, socket);
        }
        return socket;
    }

    /** Whether a datagram from there was sent by one of these sockets: it came back from a group that we are in. */
    boolean isOwn(InetSocketAddress sender) {
        for (DatagramChannel socket : open.values()) {
            if (socket.localAddress() != null && socket.localAddress().getPort() == sender.getPort()) {
                return localAddresses.contains(sender.getAddress());
            }
        }
        return false;
    }

    void close() {
        open.values().forEach(DatagramChannel::close);
        open.clear();
    }

    private DatagramChannel open(Way way) throws IOException {
        DatagramChannel socket;
        try {
            socket = context.sockets.newDatagram(way.family());
        } catch (ChannelException outOfSockets) {
            throw new IOException(FailureText.of(outOfSockets), outOfSockets);
        }
        try {
            limitHops(socket, way);
            socket.config().setOption(ChannelOption.SO_BROADCAST, way.family() == SocketProtocolFamily.INET);
            if (way.networkInterface() != null) {
                socket.config().setNetworkInterface(NetworkInterfaces.named(way.networkInterface()));
            }
            socket.pipeline().addLast(new Discard());
            context.register(socket);
            ChannelFuture bound = socket.bind(anyAddress(way.family()));
            if (bound.cause() != null) {
                throw new IOException(FailureText.of(bound.cause()), bound.cause());
            }
            return socket;
        } catch (IOException failed) {
            socket.unsafe().closeForcibly();
            throw failed;
        } catch (ChannelException failed) {
            socket.unsafe().closeForcibly();
            throw new IOException(FailureText.of(failed), failed);
        }
    }

    /** With epoll Netty's own option is that of unicast: multicast would go one hop whatever it says, and 0 is refused. */
    private void limitHops(DatagramChannel socket, Way way) {
        if (context.sockets == SocketKind.EPOLL) {
            boolean ipv4 = way.family() == SocketProtocolFamily.INET;
            socket.config().setOption(ipv4 ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS, way.ttl());
        } else {
            socket.config().setTimeToLive(way.ttl());
        }
    }

    private static InetSocketAddress anyAddress(SocketProtocolFamily family) throws IOException {
        int length = family == SocketProtocolFamily.INET ? IPV4_BYTES : IPV6_BYTES;
        return new InetSocketAddress(InetAddress.getByAddress(new byte[length]), 0);
    }

    /** Nothing is expected on these sockets. */
    private static final class Discard extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A late report about a datagram that is gone; whom it concerns cannot be told on a shared socket.
        }
    }
}
