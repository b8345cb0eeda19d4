package org.cotgateway;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cotgateway.channel.LocalReceiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.LatestCursor;
import org.cotgateway.hub.LatestFilter;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.hub.Publisher;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.NextPass;

/**
 * The hub for the program that the gateway is part of: takes calls from any thread to the event loop, by a door that lets a
 * bounded number wait.
 */
final class LocalEvents {

    private static final String NAME = "this program";
    /** Events that wait for the loop; more are refused, or a caller that is too fast would fill the memory. */
    private static final int MAX_WAITING = 10_000;

    /** A subscriber's own thread ends when it has had nothing to do for so long, and begins again. */
    private static final int IDLE_SECONDS = 10;

    private static final int LOOKS_A_PASS = 2_000;
    /** Each is read anew: so many take about a millisecond. */
    private static final int EVENTS_A_PASS = 200;

    private final EventLoop loop;
    private final Hub hub;
    private final EventImages images;
    private final XmlLimits limits;
    private final Counters counters;
    private final InstantSource clock;
    private final Publisher ungrouped = new Publisher(NAME, null, Set.of());
    private final AtomicInteger waiting = new AtomicInteger();

    LocalEvents(EventLoop loop, Hub hub, EventImages images, XmlLimits limits, Counters counters, InstantSource clock) {
        this.loop = loop;
        this.hub = hub;
        this.images = images;
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
    }

    CompletionStage<Publication> publish(CotEvent event, Set<String> groups) {
        List<Violation> broken = EventRules.check(event);
        List<Violation> wrongGroups = Publisher.check(groups);
        if (!wrongGroups.isEmpty()) {
            List<Violation> all = new ArrayList<>(broken);
            all.addAll(wrongGroups);
            return CompletableFuture.completedFuture(new Publication(PublishOutcome.INVALID, all));
        }
        Publisher publisher = groups.isEmpty() ? ungrouped : new Publisher(NAME, null, groups);
        return byTheDoor(() -> new Publication(publishNow(event, broken, publisher), broken));
    }

    private PublishOutcome publishNow(CotEvent event, List<Violation> broken, Publisher publisher) {
        EventImage image = images.of(event);
        try {
            return hub.publish(image, broken, publisher);
        } finally {
            image.release();
        }
    }

    CompletionStage<Publication> delete(String uid) {
        return byTheDoor(() -> new Publication(hub.delete(uid, NAME, null), List.of()));
    }

    private CompletionStage<Publication> byTheDoor(Supplier<Publication> work) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return CompletableFuture.completedFuture(new Publication(PublishOutcome.BUSY, List.of()));
        }
        CompletableFuture<Publication> done = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                waiting.decrementAndGet();
                try {
                    done.complete(work.get());
                } catch (RuntimeException failure) {
                    done.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(new Publication(PublishOutcome.STOPPING, List.of()));
        }
        return done;
    }

    Subscriber subscribe(SubscriberSettings settings, Consumer<CotEvent> callback) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread fresh = new Thread(task, "cot-gateway-" + settings.name());
                    fresh.setDaemon(true);
                    return fresh;
                });
        thread.allowCoreThreadTimeOut(true);
        return subscribe(settings, thread, callback, thread::shutdown);
    }

    Subscriber subscribe(SubscriberSettings settings, Executor executor, Consumer<CotEvent> callback) {
        return subscribe(settings, executor, callback, () -> {});
    }

    private Subscriber subscribe(
            SubscriberSettings settings, Executor executor, Consumer<CotEvent> callback, Runnable afterwards) {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(callback, "callback");
        requireValid(settings.check());
        LocalReceiver receiver = new LocalReceiver(
                settings.name(), loop, settings.outbox(), limits, counters, clock, executor, callback);
        try {
            loop.execute(() -> hub.subscribe(receiver, settings.membership()));
        } catch (RejectedExecutionException closed) {
            throw new IllegalStateException("the gateway is closed", closed);
        }
        return new Subscriber(loop, hub, receiver, afterwards);
    }

    CompletionStage<List<CotEvent>> latest(LatestFilter filter) {
        requireValid(filter.check());
        CompletableFuture<List<CotEvent>> all = new CompletableFuture<>();
        try {
            loop.execute(() -> readOn(hub.latest().cursor(filter), new ArrayList<>(), all));
        } catch (RejectedExecutionException closed) {
            all.completeExceptionally(closed);
        }
        return all;
    }

    /** Some now, and the others when the loop has looked at its sockets. */
    private void readOn(LatestCursor cursor, List<CotEvent> found, CompletableFuture<List<CotEvent>> all) {
        try {
            boolean more = cursor.next(
                    LOOKS_A_PASS,
                    EVENTS_A_PASS,
                    clock.millis(),
                    kept -> found.add(hub.latest().read(kept)));
            if (more) {
                NextPass.run(loop, () -> readOn(cursor, found, all), all);
            } else {
                all.complete(found);
            }
        } catch (RuntimeException | Error failure) {
            // Whoever asked waits for an answer.
            all.completeExceptionally(failure);
        }
    }

    private static void requireValid(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.toString());
        }
    }
}
