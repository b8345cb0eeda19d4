package org.cotgateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.AbstractEpollServerChannel;
import io.netty.channel.epoll.EpollChannelConfig;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.NativeInetAddress;
import java.net.SocketAddress;

/**
 * A server's channel on epoll that has {@link EarlyAnswers} look at each connection before there is a channel for it: most of what
 * Netty does to make one, four system calls among it, is not needed for a connection that is answered at once. Loop-only, but
 * for the constructor.
 */
final class EarlyServerChannel extends AbstractEpollServerChannel {

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
        socket.listen(backlog);
        active = true;
    }

    /** What is to go the usual way; the server's own channel if there is nothing left to do, since it must be one. */
    @Override
    protected Channel newChildChannel(int fd, byte[] address, int offset, int length) {
        Channel open = early.accept(fd, NativeInetAddress.address(address, offset, length));
        return open == null ? this : open;
    }

    @Override
    protected void doClose() throws Exception {
        super.doClose();
        early.close();
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
