package org.cotgateway.feed;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.ListenFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections that bring lines, or documents one after the other. What comes is taken before more is read, so that a
 * sender who is faster than the loop has to wait; and while memory is short, nothing is read.
 *
 * <pre>
 *   accept ─ too many? closed ─→ IdleStateHandler ─ silent? closed ─→ Rows ─→ FeedIntake
 * </pre>
 */
final class TcpInput implements FeedInput {

    private static final Logger log = LoggerFactory.getLogger(TcpInput.class);

    private final Channel listener;
    private final ChannelGroup connections;

    private TcpInput(Channel listener, ChannelGroup connections) {
        this.listener = listener;
        this.connections = connections;
    }

    /** @throws IOException naming the address, when it cannot be had */
    static TcpInput open(
            GatewayLoop loop,
            InetSocketAddress address,
            FeedInputSettings settings,
            FeedReader reader,
            FeedPause pause,
            Counters counters)
            throws IOException {
        ChannelGroup connections = new DefaultChannelGroup(loop.loop());
        ChannelFuture bound = new ServerBootstrap()
                .group(loop.loop())
                .channel(loop.sockets().serverClass())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        if (connections.size() >= settings.maxConnections()) {
                            counters.increment(Counter.FEED_CONNECTIONS_REFUSED);
                            connection.close();
                            return;
                        }
                        connections.add(connection);
                        connection
                                .pipeline()
                                .addLast(new IdleStateHandler(
                                        settings.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                                .addLast(new Rows(reader, pause, counters));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + NetUtil.toSocketAddressString(address) + ": "
                            + ListenFailure.of(bound.cause()),
                    bound.cause());
        }
        return new TcpInput(bound.channel(), connections);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public String source() {
        return "tcp " + Feed.text(address());
    }

    @Override
    public int connections() {
        return connections.size();
    }

    @Override
    public @Nullable String trouble() {
        return null;
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }

    /** Takes what one connection brings. */
    static final class Rows extends SimpleChannelInboundHandler<ByteBuf> {
        private final FeedIntake intake;
        private final FeedPause pause;
        private final Counters counters;

        Rows(FeedReader reader, FeedPause pause, Counters counters) {
            this.intake = reader.open(FeedObserver.NONE);
            this.pause = pause;
            this.counters = counters;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            waitForRoom(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
            intake.accept(part);
            if (intake.isOver()) {
                context.close();
            } else {
                waitForRoom(context);
            }
        }

        private void waitForRoom(ChannelHandlerContext context) {
            ChannelConfig config = context.channel().config();
            if (config.isAutoRead() && pause.isOn()) {
                config.setAutoRead(false);
                pause.whenOver(() -> {
                    // Only from now on can it be silent: what it sent meanwhile has not been read.
                    IdleStateHandler idle = context.pipeline().get(IdleStateHandler.class);
                    if (idle != null) {
                        idle.resetReadTimeout();
                    }
                    config.setAutoRead(true);
                });
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            intake.end();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            intake.close();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            // Who is not read cannot be told from who is silent.
            if (event instanceof IdleStateEvent && context.channel().config().isAutoRead()) {
                counters.increment(Counter.FEED_CONNECTIONS_TIMED_OUT);
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            if (failure instanceof IOException) {
                log.debug("connection from {} lost: {}", context.channel().remoteAddress(), failure.getMessage());
            } else {
                log.error("connection from {} closed", context.channel().remoteAddress(), failure);
            }
            context.close();
        }
    }
}
