package org.cotgateway.channel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.cotgateway.transport.SocketKind;

/** A TCP port that connections are taken from. Safe on any thread. */
final class ListeningSocket {

    private final Channel server;
    private final InetSocketAddress address;

    private ListeningSocket(Channel server) {
        this.server = server;
        this.address = (InetSocketAddress) server.localAddress();
    }

    /**
     * Listens. Blocks until the port is bound; not for the loop.
     *
     * @param address port 0 for any that is free
     * @param backlog connections that the operating system holds until they are accepted
     * @param halfClosure whether a peer's FIN is an event, and not the end of the connection
     * @param accept lays out the pipeline of each connection; called on the loop
     * @throws IOException when the port cannot be had; the message says which and why
     */
    static ListeningSocket bind(
            EventLoop loop,
            SocketKind sockets,
            InetSocketAddress address,
            int backlog,
            boolean halfClosure,
            Consumer<SocketChannel> accept)
            throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(sockets.serverClass())
                .option(ChannelOption.SO_BACKLOG, backlog)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, halfClosure)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        accept.accept(connection);
                    }

                    /** A write may fail before the pipeline is laid out: of that its handlers know what to do. */
                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
                        if (cause instanceof IOException) {
                            ctx.fireExceptionCaught(cause);
                        } else {
                            super.exceptionCaught(ctx, cause);
                        }
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + AddressText.of(address) + ": " + FailureText.of(bound.cause()),
                    bound.cause());
        }
        return new ListeningSocket(bound.channel());
    }

    /** The address and port that it listens on, or did. */
    InetSocketAddress address() {
        return address;
    }

    /** Takes no more connections; those that there are stay. Blocks until the socket is closed, unless on the loop. */
    void stopAccepting() {
        ChannelFuture closed = server.close();
        if (!server.eventLoop().inEventLoop()) {
            closed.awaitUninterruptibly();
        }
    }
}
