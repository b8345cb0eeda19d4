package org.cotgateway.bench.channel.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.OfferOutcome;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.Written;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;

/**
 * The least that a receiver over a channel of Netty's without a socket can be: each batch is one write through the channel's own
 * queue, and nothing waits outside of it. The gateway's stream clients have a shorter way past that queue ({@link #path}), for
 * which it takes a socket: {@link SocketFanoutBenchmark}.
 */
final class ChannelReceiver implements Receiver {

    private final Channel channel;

    ChannelReceiver(Channel channel) {
        this.channel = channel;
    }

    @Override
    public WireFormat format() {
        return WireFormat.xml(Framing.NONE, Edition.CLIENT);
    }

    @Override
    public boolean takesBatches() {
        return true;
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        throw new IllegalStateException("the channel takes all batches");
    }

    @Override
    public Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        channel.write(bytes.retainedDuplicate(), channel.voidPromise());
        return Written.pending(to - from);
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void dropped(DropReason reason, long events) {
        if (events > 0) {
            throw new IllegalStateException(events + " events are dropped: " + reason);
        }
    }

    @Override
    public ReceiverStatus status() {
        throw new UnsupportedOperationException("nobody asks");
    }
}
