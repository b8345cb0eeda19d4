package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.LocalReceiver;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected, by settings that change while it runs, and the latest of what they say; what comes in is passed on by a
 * {@code Relay}. What an event meets is for the loop; what opens, changes and closes sockets is for other threads, one at a
 * time.
 */
public final class Hub implements EventSink {

    private static final long EXPIRE_EVERY_MS = 5_000;
    /** Contacts and latest events are many: they are looked through bit by bit. */
    private static final int PARTS = 50;

    private static final int LEAST_PART = 100;

    private final EventLoop loop;
    private final EventImages images;
    private final Counters counters;
    private final LatestEvents latest;
    private final Receivers receivers;
    private final Relay relay;
    private final Listeners listeners;
    private final Endpoints endpoints;
    /** Parts of this program that get events. */
    private final Set<LocalReceiver> subscribers = new HashSet<>();

    private HubSettings settings;
    private final StatusReader status;
    private final WebSockets webSockets;
    private @Nullable Future<?> sweeping;
    /** Whether no more is opened; under this object's lock. */
    private boolean stopped;
    /** Of each listener that should be open and is not, why. */
    private volatile List<String> notListening = List.of();

    /**
     * @param senders by which endpoints are reached; shared with whoever else sends
     * @param settings {@link #apply} sets who is connected; the rest holds from now on
     * @param latest how much of the latest state is kept
     * @param receipts takes the acknowledgements that somebody waits for, and says whether it has
     */
    public Hub(
            EventLoop loop,
            EndpointSenders senders,
            EventImages images,
            HubSettings settings,
            LatestSettings latest,
            Counters counters,
            InstantSource clock,
            BiPredicate<EventImage, Inlet> receipts) {
        this.loop = loop;
        this.images = images;
        this.counters = counters;
        this.settings = settings.with(List.of(), List.of());
        this.latest = new LatestEvents(latest, images, counters);
        this.receivers = new Receivers(loop, images, this.latest, settings, counters, clock);
        this.relay = new Relay(loop, receivers, this.latest, images, settings.flowTags(), receipts, counters);
        this.listeners = new Listeners(senders, receivers, relay);
        this.endpoints = new Endpoints(senders, receivers, settings.flowTags());
        this.webSockets = new WebSockets(senders, senders.settings().webSocket(), receivers, counters);
        this.status = new StatusReader(loop, counters, senders, receivers, webSockets.clients());
        loop.execute(() -> {
            status.open();
            long partEveryMs = EXPIRE_EVERY_MS / PARTS;
            sweeping = loop.scheduleWithFixedDelay(this::sweep, partEveryMs, partEveryMs, TimeUnit.MILLISECONDS);
        });
    }

    /**
     * Goes over to other settings without disturbing what they do not change: a listener whose groups change keeps its
     * connections, every client gets what the rules now say, certificates are read again, or taken from other files, for
     * those who connect from now on. A listener with another address or other demands on its clients' certificates ends
     * and begins, and so does an endpoint with another address or other TLS settings. Blocks until every port is
     * bound; not for the loop.
     *
     * @throws IOException naming every port that cannot be had and all that is wrong with keys and certificates; nothing
     *     has changed then
     */
    public synchronized HubChange apply(HubSettings next) throws IOException {
        HubChange change = replace(next);
        notListening = change.failed();
        return change;
    }

    /**
     * Goes over to other endpoints, as {@link #apply} does, and leaves listeners and clients as they are.
     *
     * @throws IOException if the gateway is stopping, or keys and certificates cannot be read; nothing has changed then
     */
    public synchronized HubChange connect(List<EndpointReceiver> next) throws IOException {
        return replace(settings.with(settings.listeners(), next));
    }

    private HubChange replace(HubSettings next) throws IOException {
        if (stopped) {
            throw new IOException("the gateway is stopping");
        }
        Difference<Listener> inlets =
                Difference.of(settings.listeners(), next.listeners(), Listener::name, Listeners::keepsItsSocket);
        Difference<EndpointReceiver> outlets =
                Difference.of(settings.endpoints(), next.endpoints(), EndpointReceiver::name, Endpoints::isTheSame);
        TlsOf tls = TlsOf.read(next, inlets.kept());
        ClientRules rules = new ClientRules(next.clients());
        Map<String, String> failed = listeners.replace(inlets, next.listeners(), rules);
        loop.submit(() -> change(inlets.kept(), outlets, rules, tls)).syncUninterruptibly();
        HubChange change = HubChange.between(settings, next, inlets, outlets, List.copyOf(failed.values()));
        settings = next.with(
                next.listeners().stream()
                        .filter(listener -> !failed.containsKey(listener.name()))
                        .toList(),
                next.endpoints());
        return change;
    }

    private void change(List<Listener> inlets, Difference<EndpointReceiver> outlets, ClientRules rules, TlsOf tls) {
        endpoints.change(outlets, tls);
        inlets.forEach(listener -> listeners.change(listener, rules, tls.of(listener)));
    }

    /** Where clients and senders connect, with the ports that they really are, in the order of the settings. */
    public List<ListeningAddress> listeners() {
        return listeners.addresses();
    }

    /** Where those are let in who connect by WebSocket. */
    public WebSockets webSockets() {
        return webSockets;
    }

    /** Tells WebSocket clients that the gateway stops, and waits a short while until they have gone. Not for the loop. */
    public void closeWebSockets() {
        webSockets.clients().close();
    }

    /** Of each listener that should be open and is not, why. On any thread. */
    public List<String> notListening() {
        return notListening;
    }

    /** Whether nothing more is taken. Loop-only. */
    public boolean isStopping() {
        return relay.isStopping();
    }

    /** Takes nobody new, and nothing of what comes in. Blocks until the ports are free; not for the loop. */
    public synchronized void stop() {
        stopped = true;
        loop.execute(() -> {
            relay.stop();
            endpoints.stop();
            webSockets.stop();
        });
        listeners.stopAccepting();
    }

    /** To whom not everything was sent yet, whoever gave it to the senders. Blocks for a moment; not for the loop. */
    public List<Unsent> unsent() {
        return loop.submit(endpoints::unsent).syncUninterruptibly().getNow();
    }

    /**
     * To whom not everything was sent since {@link #stop}: what waits for them, and what was dropped or lost in the
     * meantime, also of those who have left. Blocks for a moment; not for the loop.
     */
    public List<Unsent> unsentAtStop() {
        return loop.submit(endpoints::unsentAtStop).syncUninterruptibly().getNow();
    }

    @Override
    public void received(EventImage image, List<Violation> broken, Inlet from) {
        relay.received(image, broken, from);
    }

    /**
     * Takes an event that did not come by a socket of the hub's, and passes it on like any other.
     *
     * @param image lent
     * @param broken the rules that it breaks; with any, it is not passed on
     * @param publisher whom it is from, and whom that publishes to
     */
    public PublishOutcome publish(EventImage image, List<Violation> broken, Publisher publisher) {
        counters.increment(Counter.EVENTS_RECEIVED);
        counters.increment(Counter.EVENTS_PUBLISHED);
        return relay.take(image, broken, publisher, publisher.groupSet(receivers));
    }

    /**
     * Has an item deleted by all who have it: a delete with {@code __forcedelete} goes to the groups that the newest event of
     * its uid was published to.
     *
     * @param by what the log calls whoever deletes it
     * @param address where that comes from; null if from this program
     * @return {@link PublishOutcome#UNKNOWN} if no event of the uid is kept
     */
    public PublishOutcome delete(String uid, String by, @Nullable InetSocketAddress address) {
        assert loop.inEventLoop();
        LatestEvent known = latest.find(uid, receivers.nowMs());
        if (known == null) {
            return PublishOutcome.UNKNOWN;
        }
        CotEvent delete = CotEvents.forceDelete(uid, known.type()).build();
        EventImage image = images.of(delete);
        try {
            return publish(image, EventRules.check(delete), new Publisher(by, address, known.groups()));
        } finally {
            image.release();
        }
    }

    /** Takes in a part of this program that gets events from now on. */
    public void subscribe(LocalReceiver receiver, Membership membership) {
        assert loop.inEventLoop();
        receivers.admit(receiver, membership, false);
        subscribers.add(receiver);
    }

    /** Lets it go; if that was done before, nothing happens. */
    public void unsubscribe(LocalReceiver receiver) {
        assert loop.inEventLoop();
        if (subscribers.remove(receiver)) {
            receivers.dismiss(receiver);
            receiver.close("the subscription has ended");
        }
    }

    /** The newest event of each uid. */
    public LatestEvents latest() {
        return latest;
    }

    /** How everything is doing; with many clients it takes some passes of the loop to say. */
    public CompletionStage<HubStatus> status(GatewayIdentity gateway) {
        assert loop.inEventLoop();
        return status.read(gateway, listeners, endpoints.names());
    }

    /**
     * The clients that are connected, by the endpoints that they can be named by: the address that they come from, {@code
     * 10.0.0.7:51324:stcp}, with {@code ssl} for TLS.
     */
    public Map<Endpoint, Receiver> clients() {
        assert loop.inEventLoop();
        return endpoints.clients();
    }

    /**
     * Takes an event over for an endpoint, whatever the outcome. If the hub sends to it, too, the event keeps its turn: of one
     * uid it follows what the hub has sent there, or is about to, by the gap between two.
     *
     * @param client who is connected from there, of {@link #clients}; null if it is to be dialled
     */
    public void offer(Endpoint to, @Nullable Receiver client, OutboundEvent event) {
        assert loop.inEventLoop();
        endpoints.offer(to, client, event);
    }

    /** Where those can be reached that get what is published to a group: its endpoints, and its clients as above. */
    public List<Endpoint> endpointsOf(String group) {
        assert loop.inEventLoop();
        return endpoints.of(group);
    }

    /** The few numbers of that which go up and down. */
    public HubGauges gauges() {
        assert loop.inEventLoop();
        return status.gauges(listeners, latest);
    }

    /** Closes the listeners and their connections. Not for the loop. */
    public synchronized void closeListeners() {
        stopped = true;
        listeners.close();
    }

    /** Lets go of all events and timers; the listeners are closed before. */
    public void close() {
        assert loop.inEventLoop();
        if (sweeping != null) {
            sweeping.cancel(false);
        }
        status.close();
        List.copyOf(subscribers).forEach(this::unsubscribe);
        relay.close();
        receivers.close();
    }

    /** Forgets what is stale, and who was seen behind servers that are gone; tells of those that are not reached. */
    private void sweep() {
        endpoints.tellTroubles();
        endpoints.forgetLost();
        receivers.expire(PARTS, LEAST_PART);
        latest.sweep(Math.max(LEAST_PART, latest.slots() / PARTS), receivers.nowMs());
    }
}
