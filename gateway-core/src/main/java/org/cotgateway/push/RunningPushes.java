package org.cotgateway.push;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.Receiver;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushes that are under way, each from its begin on the loop to its end. Loop-only, apart from the constructor.
 *
 * <pre>
 *   begin: registered, deadline set ─┬───────────── no files ─────────────┬─→ PushSender ─→ over
 *                                    └─ builder: PreparedFiles ─→ loop ───┘
 * </pre>
 *
 * <p>A push is over when every delivery has come as far as it can or failed, at the latest at its deadline. Only then its
 * package is unpinned.
 */
final class RunningPushes {

    private static final Logger log = LoggerFactory.getLogger(RunningPushes.class);
    private static final String CLOSED = "the gateway was closed";

    /** The senders, who keep the same deadline, know better than a push why an event was not sent: they speak first. */
    private static final long SENDERS_FIRST_MS = 50;

    private final EventLoop loop;
    private final PackageStore store;
    private final Executor builders;
    private final GatewayContact gateway;
    private final PushSender sender;
    private final long contactRefreshMs;
    private final Receipts receipts;
    private final InstantSource clock;
    private final Supplier<Map<Endpoint, Receiver>> clients;
    private final Consumer<Push> whenOver;
    private final Map<Push, ActivePush> active = new HashMap<>();
    private boolean closed;

    /**
     * @param builders as {@link PushService} says
     * @param contactRefresh how often a device that has not acknowledged is told again where to reach the gateway
     * @param receipts told of the deliveries that wait for some
     * @param clients as {@link PushService} says
     * @param whenOver told of each push that is over, before whoever waits for that
     */
    RunningPushes(
            EventLoop loop,
            PackageStore store,
            Executor builders,
            GatewayContact gateway,
            PushSender sender,
            Duration contactRefresh,
            Receipts receipts,
            InstantSource clock,
            Supplier<Map<Endpoint, Receiver>> clients,
            Consumer<Push> whenOver) {
        this.loop = loop;
        this.store = store;
        this.builders = builders;
        this.gateway = gateway;
        this.sender = sender;
        this.contactRefreshMs = contactRefresh.toMillis();
        this.receipts = receipts;
        this.clock = clock;
        this.clients = clients;
        this.whenOver = whenOver;
    }

    /** Begins one; after {@link #close} it ends at once. */
    void begin(Push push) {
        assert loop.inEventLoop();
        ActivePush running = new ActivePush(push);
        active.put(push, running);
        push.whenOver(() -> over(running));
        if (closed) {
            push.abandon(CLOSED);
            push.packedFiles();
            return;
        }
        nameClients(push);
        Duration left = Duration.between(clock.instant(), push.deadline());
        running.deadline =
                loop.schedule(push::expire, Math.max(0, left.toMillis()) + SENDERS_FIRST_MS, TimeUnit.MILLISECONDS);
        if (push.request().attachments().isEmpty()) {
            push.packedFiles();
            sender.send(push, null);
            return;
        }
        try {
            builders.execute(() -> prepare(running));
        } catch (RejectedExecutionException full) {
            push.failed(List.of(), "data package: too many packages wait to be built");
            push.packedFiles();
        }
    }

    /** On a builder's thread. */
    private void prepare(ActivePush running) {
        Push push = running.push;
        try {
            PreparedFiles files = PreparedFiles.of(push.request(), store, gateway);
            if (!onLoop(() -> prepared(running, files))) {
                store.unpin(files.stored().sha256());
            }
        } catch (PackageException unusable) {
            onLoop(() -> push.failed(unusable.violations(), "data package: " + unusable.getMessage()));
        } catch (RuntimeException unexpected) {
            log.error("the files of push {} could not be prepared", push.id(), unexpected);
            onLoop(() -> push.failed(List.of(), "data package: " + unexpected));
        } finally {
            push.packedFiles();
        }
    }

    /** What of the push goes to clients is theirs from the start: whoever leaves meanwhile is not dialled. */
    private void nameClients(Push push) {
        List<Delivery> streams = push.deliveries().stream()
                .filter(delivery -> delivery.endpoint().transport().isStream())
                .toList();
        if (!streams.isEmpty()) {
            Map<Endpoint, Receiver> connected = clients.get();
            streams.forEach(delivery -> delivery.goesTo(connected.get(delivery.endpoint())));
        }
    }

    /** Whether the loop took it; when it does not it has ended, and {@link #close} has ended every push before. */
    private boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException closing) {
            return false;
        }
    }

    private void prepared(ActivePush running, PreparedFiles files) {
        assert loop.inEventLoop();
        Push push = running.push;
        if (!active.containsKey(push)) {
            store.unpin(files.stored().sha256());
            return;
        }
        running.files = files;
        push.packaged(files.stored(), files.warnings());
        receipts.expect(push);
        running.refresh = loop.scheduleWithFixedDelay(
                () -> sender.refreshContacts(push.deliveries(), files, clock.instant()),
                contactRefreshMs,
                contactRefreshMs,
                TimeUnit.MILLISECONDS);
        sender.send(push, files);
    }

    private void over(ActivePush running) {
        assert loop.inEventLoop();
        if (active.remove(running.push) == null) {
            return;
        }
        whenOver.accept(running.push);
        running.cancelTimers();
        if (running.files != null) {
            store.unpin(running.files.stored().sha256());
            receipts.ended(running.push);
        }
    }

    /** Introduces the gateway to the device of a delivery once more, if its push is under way. */
    void refreshContact(Delivery delivery) {
        ActivePush running = active.get(delivery.push());
        if (running != null && running.files != null) {
            sender.refreshContacts(List.of(delivery), running.files, clock.instant());
        }
    }

    /** Ends all; what is begun later ends at once. */
    void close() {
        assert loop.inEventLoop();
        closed = true;
        List.copyOf(active.keySet()).forEach(push -> push.abandon(CLOSED));
    }

    /** A push with its timers; loop only. */
    private static final class ActivePush {
        final Push push;

        @Nullable
        PreparedFiles files;

        @Nullable
        Future<?> deadline;

        @Nullable
        Future<?> refresh;

        ActivePush(Push push) {
            this.push = push;
        }

        void cancelTimers() {
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (refresh != null) {
                refresh.cancel(false);
            }
        }
    }
}
