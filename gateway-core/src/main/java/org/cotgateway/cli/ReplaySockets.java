package org.cotgateway.cli;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;

/** The event loop of a replay and what it sends by, used from the command's thread. */
final class ReplaySockets implements AutoCloseable {

    private static final long LOOK_EVERY_MS = 10;

    private final GatewayLoop loop;
    private final EventImages images;
    private final EndpointSenders senders;
    private final List<ReplayTarget> targets;
    private final List<Endpoint> streams;

    /** Begins to dial the streams among the targets. */
    ReplaySockets(List<ReplayTarget> targets, TlsSettings tls) throws InterruptedException {
        this.targets = List.copyOf(targets);
        InstantSource clock = InstantSource.system();
        images = new EventImages(PooledByteBufAllocator.DEFAULT, "cotgw", clock, XmlLimits.DEFAULT);
        loop = GatewayLoop.start("cotgw", SocketKind.best());
        try {
            senders = new EndpointSenders(
                    loop, ChannelSettings.DEFAULT, tls, new Counters(), images, (image, broken, from) -> {});
        } catch (IllegalArgumentException wrongTls) {
            loop.close();
            throw wrongTls;
        }
        streams = targets.stream()
                .map(ReplayTarget::endpoint)
                .filter(endpoint -> endpoint.transport().isStream())
                .toList();
        run(() -> streams.forEach(stream -> senders.keep(stream, null, false)));
        Pings.start(streams, senders, images, loop);
    }

    EventLoop loop() {
        return loop.loop();
    }

    EndpointSenders senders() {
        return senders;
    }

    EventImages images() {
        return images;
    }

    /** Runs it on the loop and waits for it. */
    void run(Runnable task) throws InterruptedException {
        ask(() -> {
            task.run();
            return true;
        });
    }

    /** Asks on the loop. */
    <T> T ask(Callable<T> question) throws InterruptedException {
        try {
            return loop.loop().submit(question).get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Waits until every stream is connected, but not for long: who is not gets what is left when it comes. */
    void awaitConnected(Duration atMost, BooleanSupplier stopped) throws InterruptedException {
        awaitThat(
                () -> senders.status().stream()
                                .filter(status -> status.transport().isStream()
                                        && status.state().equals("connected"))
                                .count()
                        == streams.size(),
                atMost,
                stopped);
    }

    /** Waits until it is so on the loop. */
    void awaitThat(Callable<Boolean> condition, Duration atMost, BooleanSupplier stopped) throws InterruptedException {
        long endNs = System.nanoTime() + atMost.toNanos();
        while (!ask(condition) && System.nanoTime() < endNs && !stopped.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    /** Drops what is unsent and closes every connection, once the targets know what is wrong with theirs. */
    void endSending() throws InterruptedException {
        run(() -> {
            for (ReceiverStatus status : senders.status()) {
                String trouble = status.trouble();
                if (trouble != null) {
                    targets.stream()
                            .filter(target -> target.endpoint().toString().equals(status.name()))
                            .forEach(target -> target.unreachable(trouble));
                }
            }
            senders.close();
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
