package org.cotgateway.device;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direct TCP connection: collects what comes until the sender's FIN, hands it on whole and closes. Nothing is handed
 * on before, nothing is ever sent back. More than {@link StrictAtakParser#MAX_MESSAGE_BYTES} aborts the connection. On a
 * reset what had arrived until then is judged: a small message may be whole, a large one is cut.
 *
 * <p>Needs half-closure allowed on the channel, to tell a FIN from a reset. One per connection; on its event loop.
 *
 * <p>Source: ATAK 5.5 direct TCP input.
 */
final class DirectTcpInput extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(DirectTcpInput.class);

    private final MessageIntake intake;
    private final InetSocketAddress from;
    private @Nullable ByteBuf message;
    private boolean done;

    /**
     * @param intake takes the message
     * @param from the other side, asked for early: a connection that was reset has none any more
     */
    DirectTcpInput(MessageIntake intake, InetSocketAddress from) {
        this.intake = intake;
        this.from = from;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        ByteBuf bytes = (ByteBuf) received;
        if (done) {
            bytes.release();
            return;
        }
        message = message == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), message, bytes);
        int size = message.readableBytes();
        if (size > StrictAtakParser.MAX_MESSAGE_BYTES) {
            drop();
            intake.drop(Input.TCP, from, size, StrictAtakParser.TOO_LONG);
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            deliver();
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.warn("direct TCP input from {} failed", from, cause);
        }
        deliver();
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }

    private void deliver() {
        ByteBuf whole = message;
        message = null;
        done = true;
        if (whole == null) {
            return;
        }
        try {
            intake.judge(Input.TCP, from, whole);
        } finally {
            whole.release();
        }
    }

    private void drop() {
        done = true;
        if (message != null) {
            message.release();
            message = null;
        }
    }
}
