package org.cotgateway.bench.channel.fanout;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.ReceivedEvents;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.metrics.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events to that many receivers over channels of Netty's that have no socket, in passes of the loop of that many events: what
 * the fan-out, the batch and Netty cost by themselves; and the same events by a group of Netty's channels, which is told of each
 * event and of the end of each pass, and counts, orders and routes nothing. Per event, for all receivers.
 *
 * <p>{@code scripts/bench jmh '\.FanoutBenchmark' -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanoutBenchmark {

    private static final int EVENTS = 16;
    /** An event of a uid must not follow the one before within the gap, or it is another path that is measured. */
    private static final int UIDS = 1 << 15;

    /** Shorter than usual, since a fast machine is through with all of them within a dozen milliseconds. */
    private static final long GAP_MS = 2;

    /** How many there are. */
    @Param({"1", "100", "500", "1000"})
    public int receivers;

    /** How many events come in one pass. */
    @Param({"1", "16"})
    public int batch;

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Fanout fanout =
            new Fanout(loop.eventLoop(), GAP_MS, GAP_MS, new Counters(), (image, from, to, bytes) -> {
                throw new IllegalStateException("too large");
            });
    private final ReceivedEvents events = new ReceivedEvents(UIDS);
    private final ChannelGroup group = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private long written;

    @Setup
    public void join() {
        for (int i = 0; i < receivers; i++) {
            fanout.join(new ChannelReceiver(new Discarding()));
            group.add(new Discarding());
        }
        long before = written;
        fanOut();
        if (written - before != (long) receivers * EVENTS / batch) {
            throw new IllegalStateException(written - before + " writes");
        }
        before = written;
        channelGroup();
        if (written - before != (long) receivers * EVENTS) {
            throw new IllegalStateException(written - before + " writes of the group");
        }
    }

    @TearDown
    public void close() {
        fanout.close();
        group.close();
        events.release();
        loop.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long fanOut() {
        for (int i = 0; i < EVENTS; i += batch) {
            for (int j = 0; j < batch; j++) {
                fanout.offer(events.next(), null);
            }
            loop.runPendingTasks();
        }
        return written;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long channelGroup() {
        for (int i = 0; i < EVENTS; i += batch) {
            for (int j = 0; j < batch; j++) {
                group.write(events.next().asItCame().retain(), ChannelMatchers.all(), true);
            }
            group.flush();
        }
        return written;
    }

    /** Ends like a channel that always writes all. */
    private final class Discarding extends EmbeddedChannel {

        /** By an id of its own, or a group would take all of them for one. */
        private Discarding() {
            super(DefaultChannelId.newInstance());
        }

        @Override
        protected void handleOutboundMessage(Object message) {
            written++;
            ReferenceCountUtil.release(message);
        }
    }
}
