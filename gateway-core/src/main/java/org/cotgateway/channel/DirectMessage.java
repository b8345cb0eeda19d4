package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the listener: collects its bytes until the sender's FIN and hands them on. A message that came in
 * one read is not copied. Loop-only.
 */
final class DirectMessage extends ChannelInboundHandlerAdapter {

    private final DirectTcpListener listener;
    private final SocketChannel connection;
    private final InetSocketAddress from;
    private final int maxBytes;
    private @Nullable ByteBuf collected;
    private long lastReadNs = System.nanoTime();

    DirectMessage(DirectTcpListener listener, SocketChannel connection, int maxBytes) {
        this.listener = listener;
        this.connection = connection;
        this.from = connection.remoteAddress();
        this.maxBytes = maxBytes;
    }

    InetSocketAddress from() {
        return from;
    }

    long lastReadNs() {
        return lastReadNs;
    }

    /** Whether anything of the message has come. */
    boolean hasBegun() {
        return collected != null;
    }

    /** Closes the connection; what has come is given up. */
    void close() {
        giveUp();
        connection.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        lastReadNs = System.nanoTime();
        ByteBuf read = (ByteBuf) message;
        ByteBuf sofar = collected;
        int bytes = read.readableBytes() + (sofar == null ? 0 : sofar.readableBytes());
        if (!connection.isOpen()) {
            read.release();
        } else if (bytes > maxBytes) {
            read.release();
            forget();
            listener.tooLarge(from);
            connection.close();
        } else if (sofar == null) {
            collected = read;
        } else {
            collected = append(ctx, sofar, read, bytes);
        }
    }

    /** The sender's FIN: the message is whole. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != ChannelInputShutdownEvent.INSTANCE) {
            return;
        }
        handOver(listener::complete);
        connection.close();
    }

    /** A reset: what has been collected may be cut off. Anything else is a fault of ours, which costs the message. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            handOver(listener::reset);
        } else {
            forget();
            listener.failed(from, cause);
        }
        connection.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        giveUp();
        listener.ended(this);
    }

    /** What has come is handed on once, whatever becomes of it. */
    private void handOver(BiConsumer<ByteBuf, InetSocketAddress> to) {
        ByteBuf message = collected;
        collected = null;
        if (message == null) {
            listener.empty(from);
            return;
        }
        try {
            to.accept(message, from);
        } finally {
            message.release();
        }
    }

    /** Its end will not come. */
    private void giveUp() {
        if (collected != null) {
            forget();
            listener.unfinished();
        }
    }

    private void forget() {
        if (collected != null) {
            collected.release();
            collected = null;
        }
    }

    private static ByteBuf append(ChannelHandlerContext ctx, ByteBuf sofar, ByteBuf read, int bytes) {
        ByteBuf whole = sofar;
        if (bytes > sofar.readableBytes() + sofar.writableBytes()) {
            // Doubling keeps the copying in proportion to the message.
            whole = ctx.alloc().directBuffer(Math.max(bytes, 2 * sofar.readableBytes()));
            whole.writeBytes(sofar);
            sofar.release();
        }
        whole.writeBytes(read);
        read.release();
        return whole;
    }
}
