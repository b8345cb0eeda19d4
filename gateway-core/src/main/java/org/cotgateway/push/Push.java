package org.cotgateway.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A push under way or ended. Its public methods are safe on any thread; none but {@link #await} blocks.
 */
public final class Push {

    private static final Logger log = LoggerFactory.getLogger(Push.class);

    private final String id;
    private final PushRequest request;
    private final Milestone awaited;
    private final InstantSource clock;
    private final Instant startedAt;
    private final Instant deadline;
    private final List<Delivery> deliveries;
    private final Map<Milestone, CompletableFuture<PushReport>> settled = new EnumMap<>(Milestone.class);
    private final Map<Milestone, Integer> unsettled = new EnumMap<>(Milestone.class);
    private final List<Consumer<DeliveryReport>> watchers = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes;

    private final CompletableFuture<Void> packed = new CompletableFuture<>();
    private Executor loop = Runnable::run;
    private Runnable onOver = () -> {};
    private volatile @Nullable StoredPackage dataPackage;
    private volatile List<Violation> problems = List.of();
    private volatile List<String> warnings = List.of();
    private volatile @Nullable Instant endedAt;

    Push(String id, PushRequest request, InstantSource clock) {
        this.id = id;
        this.request = request;
        this.awaited = request.goal();
        this.clock = clock;
        this.startedAt = clock.instant();
        this.deadline = startedAt.plus(request.timeout());
        List<Delivery> made = new ArrayList<>(request.endpoints().size());
        for (Endpoint endpoint : request.endpoints()) {
            made.add(new Delivery(endpoint, id + "-" + made.size(), this, startedAt));
        }
        this.deliveries = List.copyOf(made);
        this.bytes = new AtomicLong(PushWeight.of(request));
        for (Milestone milestone : Milestone.values()) {
            settled.put(milestone, new CompletableFuture<>());
            unsettled.put(milestone, deliveries.size());
        }
    }

    /** Names this push; unique among the pushes of its gateway. */
    public String id() {
        return id;
    }

    /** When it was begun. */
    public Instant startedAt() {
        return startedAt;
    }

    /** What was asked for. */
    public PushRequest request() {
        return request;
    }

    /** How it stands now. */
    public PushReport report() {
        Instant end = endedAt != null ? endedAt : clock.instant();
        return PushReport.of(
                id,
                request.event().uid(),
                awaited,
                dataPackage,
                problems,
                warnings,
                Duration.between(startedAt, end).toMillis(),
                deliveries.stream().map(Delivery::report).toList());
    }

    /**
     * Calls back on every change of a delivery, from now on.
     *
     * @param watcher called on the event loop; must not block
     */
    public void watch(Consumer<DeliveryReport> watcher) {
        watchers.add(watcher);
    }

    /** Calls back no more. */
    public void unwatch(Consumer<DeliveryReport> watcher) {
        watchers.remove(watcher);
    }

    /**
     * Completes when the files of the request are not needed any more: they are in the package, or there will be none.
     * Dependents run on any thread unless they say otherwise.
     */
    public CompletionStage<Void> whenPacked() {
        return packed.copy();
    }

    /** Gives up what has not been sent; what has been goes on. Takes effect soon after, on the event loop. */
    public void cancel() {
        loop.execute(() -> deliveries.forEach(Delivery::cancel));
    }

    /** Whether it has come to its end, so that only late proof changes it. */
    public boolean hasEnded() {
        return endedAt != null;
    }

    /**
     * Completes when every delivery has come to that milestone or failed, at the latest at the push's own deadline. Never
     * completes exceptionally. Dependents run on the event loop unless they say otherwise.
     */
    public CompletionStage<PushReport> whenSettled(Milestone milestone) {
        return future(milestone).copy();
    }

    /**
     * Waits until every delivery has come to that milestone or failed, or until the timeout, whichever is first, and says
     * how the push stands then. Blocks; not on the event loop.
     */
    public PushReport await(Milestone milestone, Duration timeout) throws InterruptedException {
        try {
            return future(milestone).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
            return report();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a push never completes exceptionally", impossible);
        }
    }

    /** Waits for the awaited milestone until the push's own deadline. Blocks; not on the event loop. */
    public PushReport await() throws InterruptedException {
        return await(awaited, request.timeout().plusSeconds(1));
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes.get();
    }

    /** A device more is listed. */
    void listed() {
        bytes.addAndGet(PushWeight.DEVICE_BYTES);
    }

    Milestone awaited() {
        return awaited;
    }

    Instant deadline() {
        return deadline;
    }

    Instant now() {
        return clock.instant();
    }

    @Nullable
    StoredPackage dataPackage() {
        return dataPackage;
    }

    void packaged(StoredPackage built, List<String> troubles) {
        dataPackage = built;
        warnings = List.copyOf(troubles);
    }

    /** What is done for other threads is done there. */
    void runsOn(Executor eventLoop) {
        loop = eventLoop;
    }

    /** The files are not needed any more. */
    void packedFiles() {
        packed.complete(null);
    }

    /** Calls this on the loop when the push is over, just before whoever waits for its end is told. */
    void whenOver(Runnable action) {
        onOver = action;
    }

    /** Nothing can be sent: every delivery fails. */
    void failed(List<Violation> why, String reason) {
        problems = List.copyOf(why);
        deliveries.forEach(delivery -> delivery.end(DeliveryState.FAILED, reason));
    }

    /** The gateway goes: what has not come to the awaited milestone fails. */
    void abandon(String reason) {
        for (Delivery delivery : deliveries) {
            if (!delivery.isSettled(awaited)) {
                delivery.end(DeliveryState.FAILED, reason);
            }
        }
        over();
    }

    /** The deadline has come. */
    void expire() {
        deliveries.forEach(delivery -> delivery.expire(awaited));
        over();
    }

    /** A delivery's report has changed. */
    void changed(Delivery delivery) {
        for (Consumer<DeliveryReport> watcher : watchers) {
            try {
                watcher.accept(delivery.report());
            } catch (RuntimeException thrown) {
                log.warn("a watcher of push {} threw", id, thrown);
            }
        }
    }

    /** One more delivery has come to the milestone or failed. */
    void settled(Milestone milestone) {
        int left = unsettled.merge(milestone, -1, Integer::sum);
        if (left > 0) {
            return;
        }
        if (milestone == last()) {
            over();
        } else {
            complete(milestone);
        }
    }

    /** As far as a delivery of this push can come. */
    private Milestone last() {
        return request.attachments().isEmpty() ? Milestone.SENT : Milestone.ACKNOWLEDGED;
    }

    private void over() {
        onOver.run();
        for (Milestone milestone : Milestone.values()) {
            complete(milestone);
        }
    }

    private void complete(Milestone milestone) {
        if (endedAt == null && milestone.compareTo(awaited) >= 0) {
            endedAt = clock.instant();
        }
        future(milestone).complete(report());
    }

    private CompletableFuture<PushReport> future(Milestone milestone) {
        CompletableFuture<PushReport> future = settled.get(milestone);
        if (future == null) {
            throw new IllegalStateException("no future for " + milestone);
        }
        return future;
    }
}
