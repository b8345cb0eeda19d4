package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlowReadsTest {

    @Test
    void asksForNoMoreThanItsRate() {
        AtomicInteger reads = new AtomicInteger();
        EmbeddedChannel channel = new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void read(ChannelHandlerContext ctx) {
                        reads.incrementAndGet();
                    }
                },
                new SlowReads(5_000));
        reads.set(0);
        for (int i = 0; i < 20; i++) {
            channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }

        ByteBuf buffer = channel.config().getRecvByteBufAllocator().newHandle().allocate(channel.alloc());
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(reads.get() * buffer.writableBytes()).isEqualTo(2 * 5_000);
        buffer.release();
        channel.finishAndReleaseAll();
    }
}
