package org.cotgateway.channel;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Locale;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.TakControl;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for datagrams that are sent to us or to a multicast group: one event in each, as XML or as TAK Protocol v1 with
 * the mesh header. What the gateway itself has sent to a group that it listens to is counted and thrown away. Opened and
 * closed off the loop; what comes in is taken on it.
 *
 * <p>On Linux a listener for a group is bound to the group's address, not to the machine's: else the operating system
 * would hand it whatever comes in at that port for groups that other sockets of the machine have joined.
 */
public final class DatagramListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatagramListener.class);

    /** The longest datagram over IPv4. */
    private static final int MAX_DATAGRAM_BYTES = 65_507;

    /** Read by one system call where that is possible. */
    private static final int DATAGRAMS_PER_READ = 16;

    /** Reads before others on the loop have their turn. */
    private static final int READS_PER_PASS = 4;

    /** What it is called in the log; null where there is only one. */
    private final @Nullable String name;

    private final LoopContext context;
    private final EventSink sink;
    /** Of each sender one line in a while. */
    private final LogLimit malformed;

    private final BadInputCount bad = new BadInputCount();
    private final Runnable brokeRules = bad::invalid;
    private final DatagramChannel socket;
    private final InetSocketAddress address;
    /** The group and its port, or null. */
    private final @Nullable InetSocketAddress mesh;

    private DatagramListener(
            @Nullable String name,
            LoopContext context,
            InetSocketAddress address,
            @Nullable InetAddress group,
            @Nullable String networkInterface,
            EventSink sink)
            throws IOException {
        this.name = name;
        this.context = context;
        this.sink = sink;
        this.malformed = new LogLimit(context.loop);
        this.socket = bind(
                group != null && canBindToGroup() ? new InetSocketAddress(group, address.getPort()) : address,
                group != null);
        this.address = socket.localAddress();
        this.mesh = group == null ? null : new InetSocketAddress(group, this.address.getPort());
        if (group != null) {
            join(group, networkInterface);
        }
    }

    /**
     * Listens. Blocks until the port is bound; not for the loop.
     *
     * @param senders of the gateway whose loop and settings are used
     * @param address port 0 for any that is free. With a group only its port counts
     * @param group the multicast group, or null for datagrams that are sent to the address
     * @param networkInterface the name or an address of the interface by which the group is joined; null for the one by
     *     which the operating system reaches it
     * @param sink takes the events
     * @throws IOException when the port cannot be had or the group not be joined; the message says which and why
     */
    public static DatagramListener bind(
            EndpointSenders senders,
            InetSocketAddress address,
            @Nullable InetAddress group,
            @Nullable String networkInterface,
            EventSink sink)
            throws IOException {
        return new DatagramListener(null, senders.context(), address, group, networkInterface, sink);
    }

    /**
     * Listens in the same way, as one of several.
     *
     * @param name what it is called in the log
     */
    public static DatagramListener bind(
            String name,
            EndpointSenders senders,
            InetSocketAddress address,
            @Nullable InetAddress group,
            @Nullable String networkInterface,
            EventSink sink)
            throws IOException {
        return new DatagramListener(name, senders.context(), address, group, networkInterface, sink);
    }

    /** The address and port that it listens on; with a group on Linux the group's. */
    public InetSocketAddress address() {
        return address;
    }

    /** How much of what came in here was no good. Loop-only. */
    public BadInput bad() {
        assert context.loop.inEventLoop();
        return bad.read();
    }

    /** Stops listening. Blocks until the port is free, unless on the loop. */
    @Override
    public void close() {
        ChannelFuture closed = socket.close();
        context.loop.execute(malformed::close);
        if (!context.loop.inEventLoop()) {
            closed.awaitUninterruptibly();
        }
    }

    /** @param shared whether others on this machine may listen there, too: to a group, but not to an address */
    private DatagramChannel bind(InetSocketAddress to, boolean shared) throws IOException {
        SocketProtocolFamily family =
                to.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        boolean batches = context.sockets == SocketKind.EPOLL;
        Bootstrap bootstrap = new Bootstrap()
                .group(context.loop)
                .channelFactory(() -> context.sockets.newDatagram(family))
                .option(ChannelOption.SO_REUSEADDR, shared)
                .option(ChannelOption.SO_RCVBUF, context.settings.datagram().receiveBufferBytes())
                // Other allocators do not keep buffers as large as a batch for the next time.
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES * (batches ? DATAGRAMS_PER_READ : 1))
                                .maxMessagesPerRead(batches ? READS_PER_PASS : READS_PER_PASS * DATAGRAMS_PER_READ))
                .handler(new Receiving());
        if (batches) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES);
        }
        ChannelFuture bound = bootstrap.bind(to).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen for datagrams on " + AddressText.of(to) + ": " + FailureText.of(bound.cause()),
                    bound.cause());
        }
        return (DatagramChannel) bound.channel();
    }

    private void join(InetAddress group, @Nullable String networkInterface) throws IOException {
        try {
            NetworkInterface way = networkInterface == null
                    ? NetworkInterfaces.towards(group)
                    : NetworkInterfaces.named(networkInterface);
            ChannelFuture joined = socket.joinGroup(new InetSocketAddress(group, address.getPort()), way)
                    .awaitUninterruptibly();
            if (!joined.isSuccess()) {
                throw new IOException(FailureText.of(joined.cause()), joined.cause());
            }
            log.info(
                    "listening for datagrams to {} on {} by {}",
                    NetUtil.toAddressString(group),
                    AddressText.of(address),
                    way.getName());
        } catch (IOException failed) {
            close();
            throw new IOException(
                    "cannot join the group " + NetUtil.toAddressString(group) + ": " + failed.getMessage(), failed);
        }
    }

    /** Windows binds to addresses of its own only. */
    private static boolean canBindToGroup() {
        return !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private void received(ByteBuf message, InetSocketAddress from) {
        if (context.datagrams.isOwn(from)) {
            context.counters.increment(Counter.DATAGRAMS_OWN);
        } else {
            EventImage image = context.intake.single(message);
            heard(TakFraming.isMesh(message), image, context.intake.control(), from);
            pass(image, context.intake.violations(), from);
        }
    }

    private void heard(boolean tak, @Nullable EventImage image, @Nullable TakControl control, InetSocketAddress from) {
        if (tak && (image != null || control != null)) {
            boolean readsIt = control == null || control.reads(TakFraming.VERSION);
            context.meshPeers.heardTak(mesh, from, readsIt, context.ticksMs());
        } else if (image != null) {
            context.meshPeers.heardXml(mesh, from, context.ticksMs());
        }
    }

    private void pass(@Nullable EventImage image, List<Violation> violations, InetSocketAddress from) {
        if (image == null) {
            if (!violations.isEmpty()) {
                bad.malformed();
                malformed.warn(
                        log,
                        from.getAddress(),
                        () -> "no event in a datagram from " + AddressText.of(from, name) + ": " + violations);
            }
            return;
        }
        context.counters.increment(Counter.EVENTS_RECEIVED);
        try {
            sink.received(image, violations, Inlet.oneWay(from, name, brokeRules));
        } finally {
            image.release();
        }
    }

    private final class Receiving extends SimpleChannelInboundHandler<DatagramPacket> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
            received(datagram.content(), datagram.sender());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            malformed.warn(
                    log, () -> "receiving on " + AddressText.of(address, name) + " failed: " + FailureText.of(cause));
        }
    }
}
