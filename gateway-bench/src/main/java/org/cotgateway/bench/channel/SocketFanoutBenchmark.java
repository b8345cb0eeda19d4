package org.cotgateway.bench.channel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.metrics.Counters;
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
 * The same as {@link FanoutBenchmark} to sockets on loopback, which a loop of their own reads empty. An invocation ends when
 * the operating system has everything; it begins and ends by a word between threads, which is most of what few
 * receivers cost. What a delivery costs beside a bare {@code send()} is measured by {@code scripts/bench fanout}.
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
    private final List<ChannelReceiver> receiving = new CopyOnWriteArrayList<>();
    private final ReceivedEvents events = new ReceivedEvents(UIDS);
    /** Of the loop alone. */
    private long offered;

    private final Fanout fanout = new Fanout(loop.loop(), GAP_MS, GAP_MS, new Counters(), (image, from, to, bytes) -> {
        throw new IllegalStateException("too large");
    });

    @Setup
    public void connect() throws InterruptedException, ExecutionException {
        Channel listener = new ServerBootstrap()
                .group(loop.loop())
                .channel(loop.sockets().serverClass())
                .option(ChannelOption.SO_BACKLOG, receivers)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Accepting())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        for (int i = 0; i < receivers; i++) {
            new Bootstrap()
                    .group(readers.loop())
                    .channelFactory(readers.sockets()::newSocket)
                    .handler(new Discarding())
                    .connect(listener.localAddress())
                    .sync();
        }
        while (receiving.size() < receivers) {
            loop.loop().submit(() -> {}).get();
        }
        loop.loop().submit(() -> receiving.forEach(fanout::join)).get();
        listener.close().sync();
    }

    @TearDown
    public void close() throws InterruptedException, ExecutionException {
        loop.loop().submit(fanout::close).get();
        events.release();
        readers.close();
        loop.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean fanOut() throws InterruptedException, ExecutionException {
        for (int i = 0; i < EVENTS; i += batch) {
            loop.loop().execute(this::offer);
        }
        while (!loop.loop().submit(this::isDone).get()) {
            Thread.onSpinWait();
        }
        return true;
    }

    private void offer() {
        for (int i = 0; i < batch; i++) {
            fanout.offer(events.next(), null);
            offered++;
        }
    }

    private boolean isDone() {
        for (int i = 0; i < receiving.size(); i++) {
            if (!receiving.get(i).isDone(offered)) {
                return false;
            }
        }
        return true;
    }

    private final class Accepting extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            receiving.add(new ChannelReceiver(channel));
        }
    }

    private static final class Discarding extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
