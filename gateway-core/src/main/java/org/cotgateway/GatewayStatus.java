package org.cotgateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.cotgateway.api.receivers.ReceiverSource;
import org.cotgateway.channel.DirectTcpListener;
import org.cotgateway.feed.FeedStatus;
import org.cotgateway.feed.Feeds;
import org.cotgateway.http.StatusSource;
import org.cotgateway.hub.Connections;
import org.cotgateway.hub.GatewayIdentity;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubGauges;
import org.cotgateway.hub.HubStatus;
import org.cotgateway.metrics.Counters;
import org.cotgateway.metrics.PrometheusText;
import org.jspecify.annotations.Nullable;

/**
 * Says how a gateway is doing: the numbers are read on the loop, the text is made on the workers. Meters are set up when they
 * are first asked for, so that whoever never asks does not pay for them. Every method is safe on any thread.
 */
final class GatewayStatus implements StatusSource, ReceiverSource, AutoCloseable {

    private final Hub hub;
    private final Connections connections;
    private final Feeds feeds;
    private final FeedMeters feedMeters = new FeedMeters();
    private final GatewayIdentity gateway;
    private final IoEventLoop loop;
    private final Counters counters;
    private final Executor workers;
    private final List<MeterBinder> more = new ArrayList<>();
    private volatile @Nullable DirectTcpListener direct;
    private @Nullable PrometheusText text;
    private HubGauges latest = HubGauges.NONE;
    private boolean closed;

    /** @param workers must not run tasks on the loop */
    GatewayStatus(
            Hub hub,
            Feeds feeds,
            Connections connections,
            GatewayIdentity gateway,
            IoEventLoop loop,
            Counters counters,
            Executor workers) {
        this.hub = hub;
        this.feeds = feeds;
        this.connections = connections;
        this.gateway = gateway;
        this.loop = loop;
        this.counters = counters;
        this.workers = workers;
    }

    /** Gives these meters too; must be called before the first that are given. */
    synchronized void add(MeterBinder meters) {
        more.add(meters);
    }

    /** Tells of this listener too, which is not the hub's. */
    void add(DirectTcpListener listener) {
        direct = listener;
    }

    /** Asks on the loop; the answer is a failure when that has ended. On any thread. */
    static <T> CompletableFuture<T> ask(EventLoop loop, Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, loop);
        } catch (RejectedExecutionException ended) {
            return CompletableFuture.failedFuture(ended);
        }
    }

    CompletionStage<HubStatus> snapshot() {
        return ask(loop, this::read).thenCompose(status -> status);
    }

    private CompletionStage<HubStatus> read() {
        DirectTcpListener listener = direct;
        if (listener == null) {
            return hub.status(gateway);
        }
        HubStatus.Listener besides =
                new HubStatus.Listener("direct", NetUtil.toSocketAddressString(listener.address()), 0, listener.bad());
        return hub.status(gateway).thenApply(status -> status.with(besides));
    }

    CompletionStage<List<FeedStatus>> feeds() {
        return ask(loop, feeds::status);
    }

    @Override
    public CompletionStage<byte[]> status() {
        return snapshot().thenCombineAsync(feeds(), StatusJson::of, workers);
    }

    @Override
    public CompletionStage<byte[]> receivers() {
        return snapshot().thenApplyAsync(status -> StatusJson.receivers(status, connections.added()), workers);
    }

    @Override
    public CompletionStage<Optional<byte[]>> receiver(String name) {
        return snapshot()
                .thenApplyAsync(
                        status -> status.receivers().stream()
                                .filter(entry -> entry.name().equals(name))
                                .findFirst()
                                .map(entry -> StatusJson.of(entry, connections.added())),
                        workers);
    }

    @Override
    public CompletionStage<byte[]> metrics() {
        return ask(loop, hub::gauges).thenCombineAsync(feeds(), this::metrics, workers);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (text != null) {
            text.close();
        }
    }

    /** One at a time, so that the gauges are those of this moment. */
    private synchronized byte[] metrics(HubGauges now, List<FeedStatus> feedsNow) {
        if (closed) {
            throw new IllegalStateException("the gateway is closed");
        }
        latest = now;
        if (text == null) {
            text = newText();
        }
        feedMeters.show(feedsNow);
        return text.read();
    }

    private PrometheusText newText() {
        PrometheusText all = new PrometheusText(counters);
        all.bind(this::bindGauges);
        all.bind(feedMeters);
        all.bind(new NettyEventExecutorMetrics(loop));
        all.bind(new NettyAllocatorMetrics(PooledByteBufAllocator.DEFAULT));
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider sockets
                && sockets != PooledByteBufAllocator.DEFAULT) {
            all.bind(new NettyAllocatorMetrics(sockets));
        }
        more.forEach(all::bind);
        return all;
    }

    private void bindGauges(MeterRegistry registry) {
        gauge(registry, "cotgw.clients", "Clients that are connected.", HubGauges::clients);
        gauge(
                registry,
                "cotgw.queued.events",
                "Events that wait or are on their way.",
                now -> now.queue().events());
        gauge(
                registry,
                "cotgw.queued.bytes",
                "Bytes of events that wait or are on their way.",
                now -> now.queue().bytes());
        gauge(registry, "cotgw.contacts", "Contacts that newcomers are shown.", HubGauges::contacts);
        gauge(
                registry,
                "cotgw.latest.events",
                "Events that are kept as the newest of their uids.",
                HubGauges::latestEvents);
        gauge(
                registry,
                "cotgw.latest.bytes",
                "Bytes of memory that the newest events of all uids take, about.",
                HubGauges::latestBytes);
    }

    private void gauge(MeterRegistry registry, String name, String meaning, ToDoubleFunction<HubGauges> value) {
        Gauge.builder(name, this, status -> status.read(value))
                .description(meaning)
                .register(registry);
    }

    private synchronized double read(ToDoubleFunction<HubGauges> value) {
        return value.applyAsDouble(latest);
    }
}
