package org.cotgateway.channel;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Direct TCP by a Netty channel, wherever Java runs. Java cannot tell whether the device has acknowledged what was
 * written: a device that closes without reading is noticed only if its reset comes before its FIN is read.
 */
final class ChannelDirectSend extends DirectSend {

    private @Nullable SocketChannel channel;

    ChannelDirectSend(Owner owner, LoopContext context, OutboundEvent event) {
        super(owner, context, event);
    }

    @Override
    void dial(InetSocketAddress address) {
        SocketChannel opened;
        try {
            opened = context.sockets.newSocket();
        } catch (ChannelException outOfSockets) {
            fail(FailureText.of(outOfSockets));
            return;
        }
        channel = opened;
        opened.config().setConnectTimeoutMillis(0);
        opened.pipeline().addLast(new Input());
        context.register(opened);
        opened.connect(address).addListener((ChannelFutureListener) this::connectEnded);
    }

    @Override
    long writtenBytes() {
        ChannelOutboundBuffer waiting =
                channel == null ? null : channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.currentProgress();
    }

    @Override
    boolean isAcknowledged() {
        return true;
    }

    @Override
    void closeSocket() {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    void closeSocketSoon() {
        closeSocket();
    }

    private void connectEnded(ChannelFuture connect) {
        if (!isConnecting()) {
            return;
        }
        if (connect.isSuccess()) {
            answered();
            connect.channel().writeAndFlush(event().wire().retainedDuplicate()).addListener((ChannelFutureListener)
                    this::writeEnded);
        } else {
            fail(FailureText.of(connect.cause()));
        }
    }

    private void writeEnded(ChannelFuture write) {
        if (!isWriting()) {
            return;
        }
        if (write.isSuccess()) {
            finishing();
            ((SocketChannel) write.channel()).shutdownOutput().addListener((ChannelFutureListener) this::finSent);
        } else {
            fail(FailureText.of(write.cause()));
        }
    }

    private void finSent(ChannelFuture shutdown) {
        if (!shutdown.isSuccess()) {
            fail(FailureText.of(shutdown.cause()));
        }
    }

    private final class Input extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        /** The device's FIN: Netty closes the channel at it, as half-closed ones are not allowed here. */
        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            finished();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(FailureText.of(cause));
        }
    }
}
