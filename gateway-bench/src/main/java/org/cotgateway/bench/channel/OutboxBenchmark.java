package org.cotgateway.bench.channel;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.ReceivedEvents;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
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
 * Events for an endpoint that cannot be reached: each waits in its outbox in the place of the one before of its uid, which
 * is dropped. Per event, with what an event for an outbox takes to make.
 *
 * <p>{@code scripts/bench jmh OutboxBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutboxBenchmark {

    private static final int EVENTS = 1_024;

    /** How many uids there are, all of which wait. */
    @Param({"1", "100", "900"})
    public int uids;

    private final GatewayLoop loop = GatewayLoop.start("bench", SocketKind.best());
    private final Counters counters = new Counters();
    private final EndpointSenders senders = new EndpointSenders(
            loop,
            ChannelSettings.DEFAULT,
            TlsSettings.DEFAULT,
            counters,
            new EventImages(PooledByteBufAllocator.DEFAULT, "bench", InstantSource.system(), XmlLimits.DEFAULT),
            (image, violations, from) -> {});
    /** Nobody listens there. */
    private final Endpoint endpoint = Endpoint.stcp("127.0.0.1", 1);

    private ReceivedEvents events = new ReceivedEvents(1);

    @Setup
    public void fill() throws InterruptedException, ExecutionException {
        events.release();
        events = new ReceivedEvents(uids);
        conflate();
        long before = counters.get(Counter.EVENTS_CONFLATED);
        conflate();
        if (counters.get(Counter.EVENTS_CONFLATED) - before != EVENTS) {
            throw new IllegalStateException("conflated " + (counters.get(Counter.EVENTS_CONFLATED) - before));
        }
    }

    @TearDown
    public void close() throws InterruptedException, ExecutionException {
        loop.loop().submit(() -> senders.close()).get();
        events.release();
        loop.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void conflate() throws InterruptedException, ExecutionException {
        loop.loop().submit(this::offer).get();
    }

    private void offer() {
        for (int i = 0; i < EVENTS; i++) {
            senders.offer(
                    endpoint,
                    OutboundEvent.of(events.next(), Edition.PLAIN, OutboundEvent.NEVER_MS, SendObserver.NONE));
        }
    }
}
