package org.cotgateway.push;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImages;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pushes, sees each through from the call to its end, and matches what comes back. {@link #push} may be called on
 * any thread; everything else is for the event loop.
 *
 * <pre>
 *   push ─→ loop: registered, deadline set ─┬───────────── no files ─────────────┬─→ PushSender ─→ over
 *                                           └─ builder: PreparedFiles ─→ loop ───┘
 * </pre>
 *
 * <p>A push is over when every delivery has come as far as it can or failed, at the latest at its deadline. Only then its
 * package is unpinned and its place free for others; its late receipts are still recognised for a while.
 */
public final class PushService {

    private static final Logger log = LoggerFactory.getLogger(PushService.class);
    private static final String CLOSED = "the gateway was closed";

    /** The senders, who keep the same deadline, know better than a push why an event was not sent: they speak first. */
    private static final long SENDERS_FIRST_MS = 50;

    private final EventLoop loop;
    private final PackageStore store;
    private final Executor builders;
    private final GatewayContact gateway;
    private final PushSender sender;
    private final PushSettings settings;
    private final Counters counters;
    private final InstantSource clock;

    private final AtomicInteger activeDeliveries = new AtomicInteger();
    private final Map<Push, ActivePush> active = new HashMap<>();
    private final Receipts receipts;
    private final PushHistory history;
    private final Supplier<Map<Endpoint, Receiver>> clients;
    private volatile boolean closed;

    /**
     * @param builders builds packages; may block, must not run on the caller's thread
     * @param clients who is connected by a stream of its own, by the endpoint that it can be named by; asked on the loop
     */
    public PushService(
            EventLoop loop,
            EndpointSenders senders,
            EventImages images,
            PackageStore store,
            Executor builders,
            GatewayContact gateway,
            PushSettings settings,
            Counters counters,
            InstantSource clock,
            Supplier<Map<Endpoint, Receiver>> clients) {
        this.loop = loop;
        this.store = store;
        this.builders = builders;
        this.gateway = gateway;
        this.sender = new PushSender(loop, senders, images, gateway);
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        this.receipts = new Receipts(settings.maxRememberedDeliveries(), settings.maxRememberedBytes());
        this.history = new PushHistory(settings.maxRememberedDeliveries(), settings.maxRememberedBytes(), counters);
        this.clients = clients;
    }

    /** Everything that {@link #push} would refuse the request for now, but for too much being under way. Any thread. */
    public List<Violation> check(PushRequest request) {
        return PushRules.check(request, clock.instant());
    }

    /** The push of this id, if it is under way or has ended not too long ago. Any thread. */
    public Optional<Push> find(String id) {
        return history.find(id);
    }

    /** The pushes that are under way or have ended not too long ago, the newest first. Any thread. */
    public List<Push> newestFirst() {
        return history.newestFirst();
    }

    /**
     * Begins a push. Returns at once; safe on any thread.
     *
     * @throws PushRefusedException when the request breaks rules (all of them named), too much is under way, or the
     *     gateway is closed
     */
    public Push push(PushRequest request) {
        List<Violation> violations = PushRules.check(request, clock.instant());
        if (!violations.isEmpty()) {
            throw refused(PushRefusedException.Why.INVALID, violations);
        }
        if (closed) {
            throw refusedAsClosed();
        }
        int wanted = request.endpoints().size();
        int reserved = activeDeliveries.addAndGet(wanted);
        if (reserved > settings.maxActiveDeliveries()) {
            activeDeliveries.addAndGet(-wanted);
            String rule = "at most " + settings.maxActiveDeliveries() + " deliveries may be under way at once; "
                    + (reserved - wanted) + " are";
            throw refused(
                    PushRefusedException.Why.BUSY, List.of(Violation.of("endpoints", String.valueOf(wanted), rule)));
        }
        Push push = new Push(UUID.randomUUID().toString(), request, clock);
        push.runsOn(this::run);
        // Before it begins, since it may be over at once.
        history.add(push);
        try {
            loop.execute(() -> begin(push));
        } catch (RejectedExecutionException closing) {
            history.remove(push);
            activeDeliveries.addAndGet(-wanted);
            throw refusedAsClosed();
        }
        counters.increment(Counter.PUSHES_ACCEPTED);
        return push;
    }

    private PushRefusedException refusedAsClosed() {
        return refused(PushRefusedException.Why.CLOSED, List.of(Violation.of("gateway", null, "is closed")));
    }

    private PushRefusedException refused(PushRefusedException.Why why, List<Violation> violations) {
        counters.increment(Counter.PUSHES_REFUSED);
        return new PushRefusedException(why, violations);
    }

    private void begin(Push push) {
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

    private void run(Runnable task) {
        if (!onLoop(task)) {
            log.debug("the loop has ended, and with it every push");
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
        push.packaged(
                files.stored(),
                Reachability.warnings(files.locals(), push.request().contactPort()));
        receipts.expect(push);
        long refreshMs = settings.contactRefresh().toMillis();
        running.refresh = loop.scheduleWithFixedDelay(
                () -> sender.refreshContacts(push.deliveries(), files, clock.instant()),
                refreshMs,
                refreshMs,
                TimeUnit.MILLISECONDS);
        sender.send(push, files);
    }

    private void over(ActivePush running) {
        assert loop.inEventLoop();
        if (active.remove(running.push) == null) {
            return;
        }
        activeDeliveries.addAndGet(-running.push.deliveries().size());
        history.over(running.push);
        running.cancelTimers();
        if (running.files != null) {
            store.unpin(running.files.stored().sha256());
            receipts.ended(running.push);
        }
    }

    /**
     * A device begins to download; loop only. It is told of the gateway as a contact once more, so that its
     * acknowledgement finds its way even if the first announcement was lost.
     */
    public void fetchStarted(String sha256, InetAddress client, @Nullable String token) {
        assert loop.inEventLoop();
        Delivery delivery = receipts.ofFetch(sha256, client, token);
        ActivePush running = delivery == null ? null : active.get(delivery.push());
        if (delivery != null && running != null && running.files != null) {
            sender.refreshContacts(List.of(delivery), running.files, clock.instant());
        }
    }

    /** A device has downloaded a package to the last byte; loop only. */
    public void fetchCompleted(
            String sha256, InetAddress client, @Nullable String callsign, @Nullable String token, Instant at) {
        assert loop.inEventLoop();
        Delivery delivery = receipts.ofFetch(sha256, client, token);
        if (delivery != null) {
            delivery.fetched(client, callsign, at);
        }
    }

    /**
     * A device has answered; loop only. An answer that nobody asked for is counted and not believed.
     *
     * @return whether it answers one of ours
     */
    public boolean acknowledged(InetAddress from, AckResponse answer) {
        assert loop.inEventLoop();
        Delivery delivery = receipts.ofAcknowledgement(answer.uid());
        if (delivery == null) {
            counters.increment(Counter.ACKS_UNSOLICITED);
            return false;
        }
        boolean first = delivery.acknowledged(from, answer, clock.instant());
        counters.increment(first ? Counter.ACKS_MATCHED : Counter.ACKS_REPEATED);
        return true;
    }

    /** Ends every push; loop only. What is begun later ends at once. */
    public void close() {
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
