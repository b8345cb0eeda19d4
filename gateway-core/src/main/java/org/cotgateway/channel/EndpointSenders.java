package org.cotgateway.channel;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cotgateway.codec.EventImages;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to endpoints: one sender for each, made when it is first needed. Senders that are not {@link #keep kept}
 * are forgotten when they have nothing to do, streams after {@link StreamSettings#idleTimeout}.
 *
 * <p>Loop-only, except for the constructor.
 */
public final class EndpointSenders {

    private static final Sender[] NONE = {};

    private static final Logger log = LoggerFactory.getLogger(EndpointSenders.class);

    private final EventLoop loop;
    private final LoopContext context;
    private final LogLimit faults;
    private final Map<Endpoint, Sender> senders = new HashMap<>();
    private @Nullable Future<?> ticking;
    private Sender[] ticked = NONE;
    private boolean changed;
    private boolean forgets = true;
    private boolean closed;

    /** Senders of somebody who is no contact: no mesh is told what we read. Else as the other constructor. */
    public EndpointSenders(
            GatewayLoop gatewayLoop,
            ChannelSettings settings,
            TlsSettings dialledTls,
            Counters counters,
            EventImages images,
            EventSink sink) {
        this(gatewayLoop, settings, dialledTls, null, counters, images, sink);
    }

    /**
     * Not for the loop: reads which DNS servers the machine uses, and the files of keys and certificates.
     *
     * @param dialledTls our certificate, and whom we trust, on TLS streams that we dial
     * @param contactUid by which devices know us, told to meshes with the versions of TAK Protocol that we read; null if
     *     we are no contact
     * @param images makes the images of what comes in
     * @param sink takes what comes in on streams
     * @throws IllegalArgumentException naming everything that is wrong with the TLS settings of dialled streams, or if
     *     the uid cannot be written
     */
    public EndpointSenders(
            GatewayLoop gatewayLoop,
            ChannelSettings settings,
            TlsSettings dialledTls,
            @Nullable String contactUid,
            Counters counters,
            EventImages images,
            EventSink sink) {
        this.loop = gatewayLoop.loop();
        this.faults = new LogLimit(loop);
        this.context = new LoopContext(
                gatewayLoop,
                settings,
                dialledTls,
                contactUid,
                counters,
                images,
                sink,
                InstantSource.system(),
                new SplittableRandom());
    }

    /** How everything in this package behaves. */
    public ChannelSettings settings() {
        return context.settings;
    }

    /** Whether so much waits in memory that nothing that brings more should be read. Loop-only. */
    public boolean isFull() {
        return context.readingPause.isOn();
    }

    /** What everything on this loop shares. */
    LoopContext context() {
        return context;
    }

    /**
     * Takes an event over for an endpoint, whatever the outcome: its image is released, and its observer told, in
     * every case.
     */
    public OfferOutcome offer(Endpoint endpoint, OutboundEvent event) {
        assert loop.inEventLoop();
        if (closed) {
            context.counters.increment(Counter.EVENTS_OFFERED);
            event.dropped(DropReason.CLOSED, "the gateway is closed", new Tally(context.counters));
            return OfferOutcome.CLOSED;
        }
        return sender(endpoint).offer(event);
    }

    /**
     * Makes an endpoint a receiver that stays until it is {@link #forget forgotten}: a stream is dialled at once and
     * again whenever it is lost, and what comes back on it is said to come from this receiver.
     *
     * @param tls what it does TLS by, if it does; null for the same as others
     * @param marked whether a server gets events with this gateway's mark in them
     */
    public Receiver keep(Endpoint endpoint, @Nullable SslContext tls, boolean marked) {
        assert loop.inEventLoop();
        context.setTls(endpoint, tls);
        return keepAnew(endpoint, marked);
    }

    /** Gives an endpoint that is kept another receiver: what comes by its stream comes from that one from now on. */
    public Receiver keepAnew(Endpoint endpoint, boolean marked) {
        assert loop.inEventLoop();
        KeptEndpoint kept = new KeptEndpoint(endpoint, this, marked);
        if (!closed) {
            sender(endpoint).keep(kept);
        }
        return kept;
    }

    /** The receiver that an endpoint is {@link #keep kept} as; null if it is not. */
    public @Nullable Receiver keptAt(Endpoint endpoint) {
        assert loop.inEventLoop();
        Sender sender = senders.get(endpoint);
        Inlet inlet = sender == null ? null : sender.inlet();
        return inlet == null ? null : inlet.receiver();
    }

    /**
     * Whether an endpoint's stream has been lost for {@link StreamSettings#forgetAfter}: nobody behind it can be taken to be
     * there any more.
     */
    public boolean isLostForGood(Endpoint endpoint) {
        assert loop.inEventLoop();
        Sender sender = senders.get(endpoint);
        return sender != null && sender.isLostFor(context.settings.stream().forgetAfter());
    }

    /** Sets what an endpoint that is kept does TLS by from its next connection on; null for the same as others. */
    public void renewTls(Endpoint endpoint, @Nullable SslContext tls) {
        assert loop.inEventLoop();
        context.setTls(endpoint, tls);
    }

    private Sender sender(Endpoint endpoint) {
        Sender sender = senders.get(endpoint);
        if (sender == null) {
            sender = newSender(endpoint);
            senders.put(endpoint, sender);
            changed = true;
            startTicking();
        }
        return sender;
    }

    /** Closes what there is for an endpoint; its unsent events are dropped. */
    public void forget(Endpoint endpoint) {
        assert loop.inEventLoop();
        Sender sender = senders.remove(endpoint);
        context.setTls(endpoint, null);
        if (sender != null) {
            changed = true;
            sender.close("the endpoint was removed");
        }
    }

    /** From now on those stay that have nothing to do, too, so that their {@link #status} tells what became of everything. */
    public void forgetNobody() {
        assert loop.inEventLoop();
        forgets = false;
    }

    /** How the endpoints are doing that there is something to say about. */
    public List<ReceiverStatus> status() {
        assert loop.inEventLoop();
        return senders.values().stream().map(Sender::status).toList();
    }

    /** What waits for all of them. */
    public ReceiverStatus.Queue queue() {
        assert loop.inEventLoop();
        ReceiverStatus.Queue all = ReceiverStatus.Queue.EMPTY;
        for (Sender sender : senders.values()) {
            all = all.plus(sender.queue());
        }
        return all;
    }

    /** How one endpoint is doing; one that is forgotten has counted nothing. */
    ReceiverStatus status(Endpoint endpoint) {
        Sender sender = senders.get(endpoint);
        return sender != null
                ? sender.status()
                : new Outbox(context.settings.outbox(), endpoint.transport(), context.waiting, context.counters)
                        .status(endpoint.toString(), endpoint.transport(), endpoint.protocolAtFirst(), "closed", 0);
    }

    @Nullable
    Sender find(Endpoint endpoint) {
        return senders.get(endpoint);
    }

    /** Drops everything unsent and closes every connection; every later offer is refused. */
    public void close() {
        assert loop.inEventLoop();
        closed = true;
        stopTicking();
        ticked = NONE;
        // First, or each sender that is closed would let another one connect that is about to be closed.
        context.gate.close();
        List<Sender> all = List.copyOf(senders.values());
        senders.clear();
        all.forEach(sender -> close(sender, "the gateway is closed"));
        context.datagrams.close();
        context.names.close();
        faults.close();
    }

    private Sender newSender(Endpoint endpoint) {
        return switch (endpoint.transport()) {
            case TCP -> new DirectSender(endpoint, context);
            case STCP, TLS -> new StreamSender(endpoint, context);
            case UDP -> new DatagramSender(endpoint, context);
            case WEBSOCKET, PROGRAM -> throw new IllegalArgumentException("nothing is dialled so: " + endpoint);
        };
    }

    /** Must not throw: the task would never run again, and no timeout would ever end anything. */
    private void tick() {
        long ticksMs = context.ticksMs();
        context.datagramPace.beginTick(context.nowMs());
        tickGate(ticksMs);
        // An array of its own, because observers may offer events for new endpoints and forget others.
        if (changed) {
            ticked = senders.values().toArray(NONE);
            changed = false;
        }
        for (Sender sender : ticked) {
            tick(sender, ticksMs);
        }
        for (Sender sender : ticked) {
            forgetIdle(sender);
        }
        if (senders.isEmpty()) {
            stopTicking();
        }
    }

    private void tickGate(long ticksMs) {
        try {
            context.gate.tick(ticksMs);
        } catch (RuntimeException | Error bug) {
            faults.error(log, context.gate, "looking after the connects in flight failed", bug);
        }
    }

    private void tick(Sender sender, long ticksMs) {
        try {
            sender.tick(ticksMs);
        } catch (RuntimeException | Error bug) {
            // One endpoint's trouble must not stop the clock of the others.
            faults.error(log, sender.endpoint(), "looking after " + sender.endpoint() + " failed", bug);
        }
    }

    private void forgetIdle(Sender sender) {
        if (forgets && sender.isIdle() && senders.remove(sender.endpoint(), sender)) {
            changed = true;
            close(sender, "there is nothing to send to it");
        }
    }

    private static void close(Sender sender, String why) {
        try {
            sender.close(why);
        } catch (RuntimeException | Error bug) {
            log.error("closing {} failed", sender.endpoint(), bug);
        }
    }

    private void startTicking() {
        if (ticking == null) {
            context.datagramPace.beginTick(context.nowMs());
            ticking = loop.scheduleWithFixedDelay(
                    this::tick, LoopContext.TICK_MS, LoopContext.TICK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void stopTicking() {
        if (ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }
}
