package org.cotgateway.push;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImages;
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
 *   push ─ rules, room ─→ RunningPushes ─→ PushSender ─→ ... ─→ fetches, acknowledgements ─ Receipts ─→ Delivery
 *              └─→ PushHistory ←─ over ──────┘
 * </pre>
 *
 * <p>When a push is over its place is free for others; its late receipts are still recognised for a while.
 */
public final class PushService {

    private static final Logger log = LoggerFactory.getLogger(PushService.class);

    private final EventLoop loop;
    private final Counters counters;
    private final InstantSource clock;

    private final PushRoom room;
    private final RunningPushes running;
    private final Receipts receipts;
    private final PushHistory history;
    private volatile boolean closed;

    /**
     * @param outlet what messages go out by
     * @param builders builds packages; may block, must not run on the caller's thread
     * @param clients who is connected by a stream of its own, by the endpoint that it can be named by; asked on the loop
     */
    public PushService(
            EventLoop loop,
            Outlet outlet,
            EventImages images,
            PackageStore store,
            Executor builders,
            GatewayContact gateway,
            PushSettings settings,
            Counters counters,
            InstantSource clock,
            Supplier<Map<Endpoint, Receiver>> clients) {
        this.loop = loop;
        this.room = new PushRoom(settings);
        this.counters = counters;
        this.clock = clock;
        this.receipts = new Receipts(settings.maxRememberedDeliveries(), settings.maxRememberedBytes());
        this.history = new PushHistory(settings.maxRememberedDeliveries(), settings.maxRememberedBytes(), counters);
        this.running = new RunningPushes(
                loop,
                store,
                builders,
                gateway,
                new PushSender(loop, outlet, images, gateway),
                settings.contactRefresh(),
                receipts,
                clock,
                clients,
                this::over);
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
        Violation busy = room.take(request);
        if (busy != null) {
            throw refused(PushRefusedException.Why.BUSY, List.of(busy));
        }
        Push push = new Push(UUID.randomUUID().toString(), request, clock);
        push.runsOn(this::run);
        // Before it begins, since it may be over at once.
        history.add(push);
        try {
            loop.execute(() -> running.begin(push));
        } catch (RejectedExecutionException closing) {
            history.remove(push);
            room.free(request);
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

    /** What other threads want of a push; when the loop has ended, so has every push before. */
    private void run(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closing) {
            log.debug("the loop has ended, and with it every push");
        }
    }

    private void over(Push push) {
        room.free(push.request());
        history.over(push);
    }

    /**
     * A device begins to download; loop only. It is told of the gateway as a contact once more, so that its
     * acknowledgement finds its way even if the first announcement was lost.
     */
    public void fetchStarted(String sha256, InetAddress client, @Nullable String token) {
        assert loop.inEventLoop();
        Delivery delivery = receipts.ofFetch(sha256, client, token);
        if (delivery != null) {
            running.refreshContact(delivery);
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
        running.close();
    }
}
