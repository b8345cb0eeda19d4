package org.cotgateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.AbstractEpollServerChannel;
import io.netty.channel.epoll.EpollChannelConfig;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.NativeInetAddress;
import java.io.IOException;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's channel on epoll that has {@link EarlyAnswers} look at each connection before there is a channel for it: most of what
 * Netty does to make one, four system calls among it, is not needed for a connection that is answered at once.
 *
 * <p>The system hands over a connection when its client has said something, as each client of HTTP does first, or after a second:
 * one that is looked at before its request is there cannot be answered early. What its connections begin with is for those that
 * are answered early, too: an answer waits in the socket for the connection's end, and both leave together; and that a request
 * has come the answer says, nothing before it. {@link #asUsual} ends that. Linux hands both on from a listening socket to what
 * it accepts; a system that did not would send more, and the same. Loop-only, but for the constructor.
 */
final class EarlyServerChannel extends AbstractEpollServerChannel {

    private static final Logger log = LoggerFactory.getLogger(EarlyServerChannel.class);

    /** The level of TCP's options, and those, of tcp(7); Netty keeps what sets them to its own channels. */
    static final int TCP = 6;

    static final int TCP_CORK = 3;
    static final int TCP_DEFER_ACCEPT = 9;
    static final int TCP_QUICKACK = 12;

    /** The least that there is. */
    private static final int DEFER_ACCEPT_S = 1;

    private final EarlyAnswers early;
    private final int backlog;
    private final EpollChannelConfig config;

    /**
     * A channel that is not bound yet.
     *
     * @param backlog so many connections wait at the most to be accepted
     * @param accepting how many are accepted in a row
     */
    EarlyServerChannel(EarlyAnswers early, int backlog, RecvByteBufAllocator accepting) {
        super(LinuxSocket.newSocketStream((SocketProtocolFamily) null), false);
        this.early = early;
        this.backlog = backlog;
        this.config = new EpollChannelConfig(this) {};
        // With the constructor it would lose its number.
        config.setRecvByteBufAllocator(accepting);
        pipeline().addLast(new OnlyConnections());
    }

    @Override
    public EpollChannelConfig config() {
        return config;
    }

    @Override
    protected void doBind(SocketAddress local) throws Exception {
        socket.setReuseAddress(true);
        super.doBind(local);
        prefer(TCP_DEFER_ACCEPT, DEFER_ACCEPT_S);
        prefer(TCP_CORK, 1);
        socket.listen(backlog);
        // Listening resets it.
        prefer(TCP_QUICKACK, 0);
        active = true;
    }

    /** What is to go the usual way; the server's own channel if there is nothing left to do, since it must be one. */
    @Override
    protected Channel newChildChannel(int fd, byte[] address, int offset, int length) {
        Channel open = early.accept(fd, NativeInetAddress.address(address, offset, length));
        return open == null ? this : open;
    }

    /** Nothing depends on it: a system that does not know it only does more. */
    private void prefer(int option, int value) {
        try {
            socket.setIntOpt(TCP, option, value);
        } catch (IOException | ChannelException unknown) {
            log.debug("option {} of TCP is not to be had: {}", option, unknown.getMessage());
        }
    }

    /** A connection that goes on sends and acknowledges at once, as any other does. */
    static void asUsual(EpollSocketChannelConfig connection) {
        connection.setTcpCork(false).setTcpQuickAck(true);
    }

    /** Lets pass what is to go the usual way. */
    private static final class OnlyConnections extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            if (accepted != ctx.channel()) {
                ctx.fireChannelRead(accepted);
            }
        }
    }
}
