package org.cotgateway.device;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.util.concurrent.TimeUnit;

/**
 * {@link Fault#SLOW}: reads a little at a time, so that the sender's window stays shut most of the time. What the
 * kernel has buffered when a FIN arrives may be read at once, hence the small buffer asked for.
 */
final class SlowReads extends ChannelInboundHandlerAdapter {

    /** The receive buffer to ask the kernel for, in bytes; it makes more of it. */
    static final int KERNEL_BUFFER_BYTES = 4_096;

    private static final int READS_PER_SECOND = 10;

    private final int bytesPerRead;

    SlowReads(int bytesPerSecond) {
        bytesPerRead = Math.max(1, bytesPerSecond / READS_PER_SECOND);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ChannelConfig config = ctx.channel().config();
        config.setAutoRead(false);
        config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(bytesPerRead).maxMessagesPerRead(1));
        ctx.fireChannelActive();
        readLater(ctx);
    }

    private void readLater(ChannelHandlerContext ctx) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (ctx.channel().isOpen() && !ctx.isRemoved()) {
                                ctx.read();
                                readLater(ctx);
                            }
                        },
                        1_000 / READS_PER_SECOND,
                        TimeUnit.MILLISECONDS);
    }
}
