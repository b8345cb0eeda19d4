package org.cotgateway.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.channel.Transport;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pushes, has their packages built on the workers, gives their messages to the senders, and matches what comes
 * back. {@link #push} may be called on any thread; everything else is for the event loop.
 */
public final class PushService {

    private static final Logger log = LoggerFactory.getLogger(PushService.class);
    private static final int IMAGE_BYTES = 1_024;

    /** The senders, who keep the same deadline, know better than a push why an event was not sent: they speak first. */
    private static final long SENDERS_FIRST_MS = 50;

    private final EventLoop loop;
    private final EndpointSenders senders;
    private final PackageStore store;
    private final Executor workers;
    private final GatewayContact gateway;
    private final PushMessages messages;
    private final PushSettings settings;
    private final Counters counters;
    private final InstantSource clock;

    private final AtomicInteger activeDeliveries = new AtomicInteger();
    private final Map<Push, ActivePush> active = new HashMap<>();
    private final Receipts receipts;
    private volatile boolean closed;

    public PushService(
            EventLoop loop,
            EndpointSenders senders,
            PackageStore store,
            Executor workers,
            GatewayContact gateway,
            PushSettings settings,
            Counters counters,
            InstantSource clock) {
        this.loop = loop;
        this.senders = senders;
        this.store = store;
        this.workers = workers;
        this.gateway = gateway;
        this.messages = new PushMessages(gateway);
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        this.receipts = new Receipts(settings.maxRememberedPushes());
    }

    /**
     * Begins a push. Returns at once; safe on any thread.
     *
     * @throws PushRefusedException when the request breaks rules (all of them named) or too much is under way
     */
    public Push push(PushRequest request) {
        List<Violation> violations = PushRules.check(request, clock.instant());
        if (!violations.isEmpty()) {
            throw refused(PushRefusedException.Why.INVALID, violations);
        }
        if (closed) {
            throw refused(PushRefusedException.Why.CLOSED, List.of(Violation.of("gateway", null, "is closed")));
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
        counters.increment(Counter.PUSHES_ACCEPTED);
        Push push = new Push(UUID.randomUUID().toString(), request, clock);
        push.whenSettled(push.awaited()).thenAccept(report -> activeDeliveries.addAndGet(-wanted));
        try {
            if (request.attachments().isEmpty()) {
                loop.execute(() -> start(push, null));
            } else {
                workers.execute(() -> prepare(push));
            }
        } catch (RejectedExecutionException closing) {
            push.failed(List.of(), "the gateway is closed");
        }
        return push;
    }

    private PushRefusedException refused(PushRefusedException.Why why, List<Violation> violations) {
        counters.increment(Counter.PUSHES_REFUSED);
        return new PushRefusedException(why, violations);
    }

    /** On a worker. */
    private void prepare(Push push) {
        Runnable next;
        try {
            PreparedFiles files = PreparedFiles.of(push.request(), store, gateway);
            next = () -> start(push, files);
        } catch (PackageException unusable) {
            next = () -> push.failed(unusable.violations(), "data package: " + unusable.getMessage());
        } catch (RuntimeException unexpected) {
            log.error("push {} could not be prepared", push.id(), unexpected);
            next = () -> push.failed(List.of(), "data package: " + unexpected);
        }
        try {
            loop.execute(next);
        } catch (RejectedExecutionException closing) {
            push.failed(List.of(), "the gateway is closed");
        }
    }

    private void start(Push push, @Nullable PreparedFiles files) {
        assert loop.inEventLoop();
        if (closed) {
            if (files != null) {
                store.unpin(files.stored().sha256());
            }
            push.failed(List.of(), "the gateway is closed");
            return;
        }
        ActivePush running = new ActivePush(push, files);
        active.put(push, running);
        if (files != null) {
            push.packaged(files.stored(), Reachability.warnings(files.locals()));
            receipts.expect(push);
            running.refreshContacts = loop.scheduleWithFixedDelay(
                    () -> push.deliveries().forEach(this::refreshContact),
                    settings.contactRefresh().toMillis(),
                    settings.contactRefresh().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        Duration left = Duration.between(clock.instant(), push.deadline());
        running.deadline =
                loop.schedule(push::expire, Math.max(0, left.toMillis()) + SENDERS_FIRST_MS, TimeUnit.MILLISECONDS);
        push.whenSettled(push.awaited()).thenAccept(report -> ended(running));
        send(push, files);
    }

    /** Gives every delivery's messages to the senders; an event that is the same for all is encoded once. */
    private void send(Push push, @Nullable PreparedFiles files) {
        CotEvent event = push.request().event();
        boolean inline = files != null && push.request().style() == PushStyle.INLINE;
        if (!inline) {
            ByteBuf shared = encode(event);
            for (Delivery delivery : push.deliveries()) {
                delivery.expect(files == null ? 1 : 2);
                offer(delivery.endpoint(), event, shared.retainedDuplicate(), push, delivery.messageObserver());
            }
            shared.release();
        }
        if (files != null) {
            StoredPackage built = files.stored();
            for (Delivery delivery : push.deliveries()) {
                InetAddress local = files.localTowards(delivery.endpoint());
                if (inline) {
                    delivery.expect(1);
                }
                announce(delivery, local, () -> {
                    CotEvent request = inline
                            ? messages.inline(delivery, built, local)
                            : messages.fileTransfer(delivery, built, local, clock.instant());
                    offer(delivery.endpoint(), request, encode(request), push, delivery.messageObserver());
                });
            }
        }
    }

    /** Makes the gateway a contact of the device, then goes on, also when that could not be sent: files come first. */
    private void announce(Delivery delivery, InetAddress local, Runnable then) {
        CotEvent contact = messages.contact(local, clock.instant());
        SendObserver goOn = new SendObserver() {
            @Override
            public void sent(long atMs) {
                then.run();
            }

            @Override
            public void dropped(DropReason reason, String why) {
                log.debug("{} was not told of the gateway as a contact: {}", delivery.endpoint(), why);
                then.run();
            }
        };
        offer(contactEndpoint(delivery), contact, encode(contact), delivery.push(), goOn);
    }

    private void refreshContact(Delivery delivery) {
        if (delivery.isAcknowledged() || closed) {
            return;
        }
        ActivePush running = active.get(delivery.push());
        if (running != null && running.files != null) {
            InetAddress local = running.files.localTowards(delivery.endpoint());
            CotEvent contact = messages.contact(local, clock.instant());
            offer(contactEndpoint(delivery), contact, encode(contact), delivery.push(), SendObserver.NONE);
        }
    }

    /** ATAK learns contacts from UDP and streams, never from direct TCP (ATAK 4.6 and 5.5). */
    private static Endpoint contactEndpoint(Delivery delivery) {
        Endpoint endpoint = delivery.endpoint();
        return endpoint.transport() == Transport.TCP
                ? Endpoint.udp(endpoint.host(), delivery.push().request().contactPort())
                : endpoint;
    }

    private void offer(Endpoint to, CotEvent event, ByteBuf image, Push push, SendObserver observer) {
        senders.offer(to, OutboundEvent.of(event, image, push.deadline().toEpochMilli(), observer));
    }

    private static ByteBuf encode(CotEvent event) {
        ByteBuf image = ByteBufAllocator.DEFAULT.directBuffer(IMAGE_BYTES);
        try {
            CotXmlWriter.INSTANCE.write(event, image);
            return image;
        } catch (RuntimeException unwritable) {
            image.release();
            throw unwritable;
        }
    }

    private void ended(ActivePush running) {
        Push push = running.push;
        running.cancelTimers();
        if (active.remove(push) == null) {
            return;
        }
        if (running.files != null) {
            store.unpin(running.files.stored().sha256());
            receipts.ended(push);
        }
    }

    /**
     * A device begins to download; loop only. It is told of the gateway as a contact once more, so that its
     * acknowledgement finds its way even if the first announcement was lost.
     */
    public void fetchStarted(String sha256, InetAddress client, @Nullable String token) {
        assert loop.inEventLoop();
        Delivery delivery = receipts.ofFetch(sha256, client, token);
        if (delivery != null) {
            refreshContact(delivery);
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

    /** A device has answered; loop only. An answer that nobody asked for is counted and not believed. */
    public void acknowledged(InetAddress from, AckResponse answer) {
        assert loop.inEventLoop();
        Delivery delivery = receipts.ofAcknowledgement(answer.uid(), answer.sha256());
        if (delivery == null) {
            counters.increment(Counter.ACKS_UNSOLICITED);
            return;
        }
        boolean first = delivery.acknowledged(from, answer, clock.instant());
        counters.increment(first ? Counter.ACKS_MATCHED : Counter.ACKS_REPEATED);
    }

    /** Ends every push; loop only. */
    public void close() {
        assert loop.inEventLoop();
        closed = true;
        for (ActivePush running : new ArrayList<>(active.values())) {
            running.push.failed(List.of(), "the gateway was closed");
            running.push.expire();
        }
    }

    /** A push with its timers; loop only. */
    private static final class ActivePush {
        final Push push;
        final @Nullable PreparedFiles files;
        java.util.concurrent.@Nullable ScheduledFuture<?> deadline;
        java.util.concurrent.@Nullable ScheduledFuture<?> refreshContacts;

        ActivePush(Push push, @Nullable PreparedFiles files) {
            this.push = push;
            this.files = files;
        }

        void cancelTimers() {
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (refreshContacts != null) {
                refreshContacts.cancel(false);
            }
        }
    }
}
