package org.cotgateway.bench.channel.fanout;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.ReceivedEvents;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.ClientObserver;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.StreamListener;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.Credentials;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The same as {@link FanoutBenchmark} to clients of the gateway's own listener by sockets on loopback, as it serves them, which a
 * loop of their own reads empty. An invocation ends when the operating system has everything; it begins and ends by a
 * word between threads, which is most of what few receivers cost. Beside it a group of Netty's channels with as many sockets,
 * which counts, orders and routes nothing. What a delivery costs beside a bare {@code send()} is
 * measured by {@code scripts/bench fanout}.
 *
 * <p>{@code scripts/bench jmh SocketFanoutBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SocketFanoutBenchmark {

    private static final int EVENTS = 16;
    private static final int UIDS = 1 << 14;
    /** As in {@link FanoutBenchmark}. */
    private static final long GAP_MS = 2;

    /** How many there are. */
    @Param({"1", "100", "500", "1000"})
    public int receivers;

    /** How many events come in one pass. */
    @Param({"1", "16"})
    public int batch;

    private final GatewayLoop loop = GatewayLoop.start("bench", SocketKind.best());
    private final GatewayLoop readers = GatewayLoop.start("bench-readers", SocketKind.best());
    private final Counters counters = new Counters();
    private final EndpointSenders senders = new EndpointSenders(
            loop,
            ChannelSettings.DEFAULT,
            TlsSettings.DEFAULT,
            counters,
            new EventImages(PooledByteBufAllocator.DEFAULT, "bench", InstantSource.system(), XmlLimits.DEFAULT),
            (image, violations, from) -> {});
    private final ReceivedEvents events = new ReceivedEvents(UIDS);
    private final Fanout fanout = new Fanout(loop.loop(), GAP_MS, GAP_MS, counters, (image, from, to, bytes) -> {
        throw new IllegalStateException("too large");
    });
    /** Those of a plain server's connections. */
    private final ChannelGroup group = new DefaultChannelGroup(loop.loop());
    /** Events of all invocations so far. */
    private long begun;
    /** Events that are still to be written to the group in this invocation; the loop's. */
    private int toWrite;

    /** Only those that the benchmark writes to. */
    @Setup
    public void connect(BenchmarkParams benchmark) throws IOException, InterruptedException, ExecutionException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (benchmark.getBenchmark().endsWith(".channelGroup")) {
            connectGroup(anyPort);
        } else {
            connectClients(anyPort);
        }
    }

    private void connectClients(InetSocketAddress anyPort)
            throws IOException, InterruptedException, ExecutionException {
        StreamListener listener = StreamListener.bind(senders, anyPort, ClientSettings.DEFAULT, null, new Joining());
        for (int i = 0; i < receivers; i++) {
            read(listener.address());
        }
        while (counters.get(Counter.CLIENTS_CONNECTED) < receivers) {
            loop.loop().submit(() -> {}).get();
        }
        listener.stopAccepting();
    }

    private void connectGroup(InetSocketAddress anyPort) throws InterruptedException, ExecutionException {
        Channel server = new ServerBootstrap()
                .group(loop.loop())
                .channel(loop.sockets().serverClass())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Grouped())
                .bind(anyPort)
                .sync()
                .channel();
        for (int i = 0; i < receivers; i++) {
            read(server.localAddress());
        }
        while (group.size() < receivers) {
            loop.loop().submit(() -> {}).get();
        }
        server.close().sync();
    }

    private void read(SocketAddress address) throws InterruptedException {
        new Bootstrap()
                .group(readers.loop())
                .channelFactory(readers.sockets()::newSocket)
                .handler(new Discarding())
                .connect(address)
                .sync();
    }

    @TearDown
    public void close() throws InterruptedException, ExecutionException {
        loop.loop()
                .submit(() -> {
                    fanout.close();
                    senders.close();
                    return group.close();
                })
                .get()
                .sync();
        events.release();
        readers.close();
        loop.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean fanOut() throws InterruptedException, ExecutionException {
        begun += EVENTS;
        loop.loop().execute(() -> offer(EVENTS));
        while (!loop.loop().submit(this::isDone).get()) {
            Thread.onSpinWait();
        }
        return true;
    }

    /** Each batch behind the task by which the one before leaves. */
    private void offer(int count) {
        for (int i = 0; i < batch; i++) {
            fanout.offer(events.next(), null);
        }
        int left = count - batch;
        if (left > 0) {
            loop.loop().execute(() -> offer(left));
        }
    }

    /** Whether all of them have gone to the operating system. */
    private boolean isDone() {
        if (counters.get(Counter.CLIENTS_LEFT) > 0) {
            throw new IllegalStateException("a client has left");
        }
        return counters.get(Counter.EVENTS_SENT) == begun * receivers;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean channelGroup() throws InterruptedException, ExecutionException {
        loop.loop().execute(() -> write(EVENTS));
        while (!loop.loop().submit(this::isFlushed).get()) {
            Thread.onSpinWait();
        }
        return true;
    }

    /** As {@link #offer}. */
    private void write(int count) {
        for (int i = 0; i < batch; i++) {
            group.write(events.next().asItCame().retain(), ChannelMatchers.all(), true);
        }
        group.flush();
        int left = count - batch;
        toWrite = left;
        if (left > 0) {
            loop.loop().execute(() -> write(left));
        }
    }

    /** Whether all of the group's channels have given everything to the operating system. */
    private boolean isFlushed() {
        if (group.size() < receivers) {
            throw new IllegalStateException("a channel is closed");
        }
        if (toWrite > 0) {
            return false;
        }
        for (Channel channel : group) {
            if (!channel.unsafe().outboundBuffer().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private final class Joining implements ClientObserver {

        @Override
        public void connected(ClientStream client) {
            fanout.join(client);
        }

        @Override
        public boolean authenticated(ClientStream client, Credentials credentials) {
            return true;
        }

        @Override
        public void left(ClientStream client, String why) {
            fanout.leave(client);
        }
    }

    /** Joins the group. */
    private final class Grouped extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            group.add(channel);
        }
    }

    private static final class Discarding extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
