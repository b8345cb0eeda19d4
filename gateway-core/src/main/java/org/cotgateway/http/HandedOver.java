package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Puts what has been read of a connection before it had a pipeline before all that is read later, and goes. Loop-only. */
final class HandedOver extends ChannelInboundHandlerAdapter {

    private final ByteBuf bytes;

    /** Takes the bytes over. */
    HandedOver(ByteBuf bytes) {
        this.bytes = bytes;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        ctx.fireChannelRead(bytes.retain());
        ctx.fireChannelReadComplete();
        ctx.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        bytes.release();
    }
}
