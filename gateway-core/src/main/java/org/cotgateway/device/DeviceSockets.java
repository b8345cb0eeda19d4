package org.cotgateway.device;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.cotgateway.event.Violation;

/**
 * Opens the sockets of a fleet's devices. Its methods block until the socket is bound; not for the event loop. Whatever
 * they open belongs to {@link FleetResources#channels()} at once, also when a later one fails.
 */
final class DeviceSockets {

    /** As many connections as ATAK lets wait. */
    private static final int BACKLOG = 15;

    private static final int MAX_DATAGRAM_BYTES = 65_536;
    private static final int ANY_PORT_TRIES = 20;

    private final FleetResources fleet;
    private final DeviceSettings settings;

    DeviceSockets(FleetResources fleet, DeviceSettings settings) {
        this.fleet = fleet;
        this.settings = settings;
    }

    /** Opens a device's UDP and TCP sockets, both on one port. */
    SimulatedDevice open(String callsign, InetSocketAddress wanted) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Channel udp = bound(bindUdp(wanted), callsign, wanted, "UDP");
            InetSocketAddress address = (InetSocketAddress) udp.localAddress();
            SimulatedDevice device = new SimulatedDevice(callsign, address, udp, settings, fleet);
            try {
                bound(bindTcp(address, device.intake()), callsign, address, "TCP");
            } catch (IOException portTaken) {
                udp.close().awaitUninterruptibly();
                if (wanted.getPort() == 0 && attempt < ANY_PORT_TRIES) {
                    continue;
                }
                throw portTaken;
            }
            udp.pipeline().addLast(new DatagramInput(device.intake(), Input.UDP));
            udp.config().setAutoRead(!settings.has(Fault.DEAF));
            return device;
        }
    }

    /** The socket reads nothing yet: its handler needs the device, and the device the socket. */
    private ChannelFuture bindUdp(InetSocketAddress address) {
        return new Bootstrap()
                .group(fleet.loop())
                .channelFactory(() -> fleet.sockets().newDatagram(SocketProtocolFamily.INET))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES))
                .handler(registering())
                .bind(address);
    }

    /**
     * Each connection brings one message:
     *
     * <pre>
     *   socket -> [SlowReads] -> [ResetOnFirstBytes] -> DirectTcpInput -> the device
     * </pre>
     */
    private ChannelFuture bindTcp(InetSocketAddress address, MessageIntake intake) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(fleet.loop())
                .channel(fleet.sockets().serverClass())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, !settings.has(Fault.DEAF))
                .handler(registering())
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        fleet.channels().add(connection);
                        InetSocketAddress from = connection.remoteAddress();
                        if (from == null) { // reset before it was accepted
                            connection.close();
                            return;
                        }
                        if (settings.has(Fault.SLOW)) {
                            connection.pipeline().addLast(new SlowReads(settings.slowBytesPerSecond()));
                        }
                        if (settings.has(Fault.RESET)) {
                            connection.pipeline().addLast(new ResetOnFirstBytes());
                        }
                        connection.pipeline().addLast(new DirectTcpInput(intake, from));
                    }
                });
        if (settings.has(Fault.SLOW)) {
            bootstrap.option(ChannelOption.SO_RCVBUF, SlowReads.KERNEL_BUFFER_BYTES);
        }
        return bootstrap.bind(address);
    }

    /** Joins a group for all devices with one socket: what comes is judged once and given to each. */
    void join(InetSocketAddress group, InetAddress on, List<SimulatedDevice> devices) throws IOException {
        NetworkInterface network = on.isLoopbackAddress() ? NetUtil.LOOPBACK_IF : NetworkInterface.getByInetAddress(on);
        if (network == null) {
            throw new BindException("no network interface has the address " + on.getHostAddress() + ", to join "
                    + text(group) + " on; name one for the devices");
        }
        DatagramChannel udp = (DatagramChannel) bound(bindGroup(group, devices), "multicast", group, "UDP");
        ChannelFuture joined = udp.joinGroup(group.getAddress(), network, null).awaitUninterruptibly();
        if (!joined.isSuccess()) {
            throw failure("multicast", "join", group, "UDP", joined.cause());
        }
    }

    private ChannelFuture bindGroup(InetSocketAddress group, List<SimulatedDevice> devices) {
        MessageIntake everybody = new MessageIntake() {
            @Override
            public void judge(Input input, InetSocketAddress from, ByteBuf message) {
                AtakVerdict verdict = fleet.parser().judge(message);
                for (SimulatedDevice device : devices) {
                    device.receive(input, from, message.readableBytes(), verdict);
                }
            }

            @Override
            public void drop(Input input, InetSocketAddress from, int bytes, Violation why) {
                for (SimulatedDevice device : devices) {
                    device.receive(input, from, bytes, AtakVerdict.rejected(why));
                }
            }
        };
        return new Bootstrap()
                .group(fleet.loop())
                .channelFactory(() -> fleet.sockets().newDatagram(SocketProtocolFamily.INET))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES))
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel socket) {
                        fleet.channels().add(socket);
                        socket.pipeline().addLast(new DatagramInput(everybody, Input.MULTICAST));
                    }
                })
                .bind(group);
    }

    private ChannelInitializer<Channel> registering() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                fleet.channels().add(channel);
            }
        };
    }

    private static Channel bound(ChannelFuture binding, String who, InetSocketAddress address, String protocol)
            throws IOException {
        binding.awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw failure(who, "listen on", address, protocol, binding.cause());
        }
        return binding.channel();
    }

    private static IOException failure(
            String who, String what, InetSocketAddress address, String protocol, Throwable cause) {
        BindException failure = new BindException(
                who + " cannot " + what + " " + text(address) + " (" + protocol + "): " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
