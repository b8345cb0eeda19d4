package org.cotgateway.feed;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.ListenFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes datagrams, each with one document or with whole lines. Those that come while memory is short are lost. */
final class UdpInput implements FeedInput {

    private static final Logger log = LoggerFactory.getLogger(UdpInput.class);
    private static final int MAX_DATAGRAM_BYTES = 65_536;
    private static final int MAX_DATAGRAMS_AT_ONCE = 64;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private final Channel channel;

    private UdpInput(Channel channel) {
        this.channel = channel;
    }

    /** @throws IOException naming the address, when it cannot be had */
    static UdpInput open(
            GatewayLoop loop, InetSocketAddress address, FeedReader reader, FeedPause pause, Counters counters)
            throws IOException {
        SocketProtocolFamily family =
                address.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        FixedRecvByteBufAllocator buffers = new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES);
        buffers.maxMessagesPerRead(MAX_DATAGRAMS_AT_ONCE);
        ChannelFuture bound = new Bootstrap()
                .group(loop.loop())
                .channelFactory(() -> loop.sockets().newDatagram(family))
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .handler(new Datagrams(reader, pause, counters))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot take datagrams on " + NetUtil.toSocketAddressString(address) + ": "
                            + ListenFailure.of(bound.cause()),
                    bound.cause());
        }
        return new UdpInput(bound.channel());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public String source() {
        return "udp " + Feed.text(address());
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public @Nullable String trouble() {
        return null;
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    private static final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
        private final FeedReader reader;
        private final FeedPause pause;
        private final Counters counters;
        /** What was logged; kinds, since texts may say something new with each datagram. */
        private final Set<Class<?>> troubles = new HashSet<>();

        Datagrams(FeedReader reader, FeedPause pause, Counters counters) {
            this.reader = reader;
            this.pause = pause;
            this.counters = counters;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            if (pause.isOn()) {
                counters.increment(Counter.FEED_DATAGRAMS_DROPPED);
                return;
            }
            try (FeedIntake intake = reader.open(FeedObserver.NONE, datagram.sender())) {
                intake.accept(datagram.content());
                intake.end();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            // Each datagram may fail in the same way, or in one of a few by turns.
            if (troubles.add(failure.getClass())) {
                log.error("a datagram at {} failed", context.channel().localAddress(), failure);
            } else {
                log.debug("a datagram at {} failed", context.channel().localAddress(), failure);
            }
        }
    }
}
