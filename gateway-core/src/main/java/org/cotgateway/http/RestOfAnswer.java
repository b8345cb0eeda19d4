package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last in the pipeline of a connection whose only answer has begun already: writes the rest of it, and then nothing
 * more is wanted of the client but that it closes. Loop-only.
 */
final class RestOfAnswer extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(RestOfAnswer.class);

    private final ByteBuf rest;
    private final BodyObserver observer;
    private final AnswerWriter answers;
    private final Counters counters;
    private boolean begun;

    /** Takes the rest over. */
    RestOfAnswer(ByteBuf rest, BodyObserver observer, AnswerWriter answers, Counters counters) {
        this.rest = rest;
        this.observer = observer;
        this.answers = answers;
        this.counters = counters;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begun = true;
        answers.rest(new AnswerBody(rest, rest.readableBytes()), observer);
        ctx.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (!begun) {
            rest.release();
            observer.ended(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object unwanted) {
        ReferenceCountUtil.release(unwanted);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ClientDeadline.Expired expired) {
            if (expired != ClientDeadline.Expired.LINGER) {
                counters.increment(Counter.HTTP_TIMED_OUT);
            }
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("connection of {} lost: {}", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            counters.increment(Counter.HTTP_FAILED);
            log.error("connection of {} closed", ctx.channel().remoteAddress(), cause);
        }
        ctx.close();
    }
}
