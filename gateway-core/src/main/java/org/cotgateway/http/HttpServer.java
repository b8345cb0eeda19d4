package org.cotgateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.ListenFailure;
import org.cotgateway.transport.SocketKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server, on the gateway's event loop. */
public final class HttpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final int BACKLOG = 1024;

    /**
     * As many connections are accepted in a row. Netty takes the number of a connection's descriptor for how much of what it
     * asked for it got, and so stops behind the first, unless it is told not to look at that: a look at all sockets for each.
     */
    private static final int ACCEPTED_AT_ONCE = 16;

    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final Channel listener;
    private final ChannelGroup connections;

    private HttpServer(Channel listener, ChannelGroup connections) {
        this.listener = listener;
        this.connections = connections;
    }

    /**
     * Starts to listen. Blocks until it does; not on the loop.
     *
     * @param router answers the requests
     * @throws IOException when it cannot listen there; a {@link BindException} that names the address, for example when the
     *     port is in use
     */
    public static HttpServer bind(GatewayLoop loop, HttpSettings settings, Router router, Counters counters)
            throws IOException {
        assert !loop.loop().inEventLoop() : "waiting for the loop on itself would last for ever";
        ChannelGroup connections = new DefaultChannelGroup(loop.loop());
        HttpDate date = new HttpDate(InstantSource.system());
        ServerBootstrap server = new ServerBootstrap()
                .group(loop.loop())
                .childHandler(new ConnectionInitializer(settings, router, connections, date, counters));
        if (loop.sockets() == SocketKind.EPOLL) {
            EarlyAnswers early = new EarlyAnswers(loop::expectMore, settings, router, connections, date, counters);
            server.channelFactory(() -> new EarlyServerChannel(early, BACKLOG, accepting()));
        } else {
            server.channel(loop.sockets().serverClass())
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, accepting());
        }
        ChannelFuture bound = server.bind(settings.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(settings.address(), bound.cause());
        }
        log.info("HTTP server listens on {}", bound.channel().localAddress());
        return new HttpServer(bound.channel(), connections);
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Takes no more connections; those that there are go on. */
    public void stopAccepting() {
        listener.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** Stops listening and ends what is under way; downloads are reported as aborted. Blocks for at most five seconds. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        connections.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static RecvByteBufAllocator accepting() {
        return new ServerChannelRecvByteBufAllocator()
                .respectMaybeMoreData(false)
                .maxMessagesPerRead(ACCEPTED_AT_ONCE);
    }

    private static BindException cannotListen(InetSocketAddress address, Throwable cause) {
        BindException failure = new BindException(
                "cannot listen for HTTP on " + NetUtil.toSocketAddressString(address) + ": " + ListenFailure.of(cause));
        failure.initCause(cause);
        return failure;
    }
}
