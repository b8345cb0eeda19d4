package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cotgateway.channel.ClientObserver;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Fanout;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.StreamListener;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.cotgateway.route.Routing;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what comes in to everybody it is meant for.
 *
 * <pre>
 *   received ─→ control? ─→ rules? ─→ own flow tag? ─→ Router ─┬─→ audiences: Fanout ─→ one write for each receiver
 *                 drop       drop         drop                 ├─→ single receivers: their outboxes
 *                                                              └─→ nobody: chat goes back to its sender
 * </pre>
 *
 * <p>Loop-only, apart from the constructor, {@link #open} and {@link #streamAddresses}.
 */
public final class Hub implements EventSink {

    private static final Logger log = LoggerFactory.getLogger(Hub.class);

    private static final String CHAT = "b-t-f";
    private static final String CHAT_UNDELIVERED = "b-t-f-s";
    private static final long EXPIRE_EVERY_MS = 5_000;

    /** What comes in by no receiver, such as direct messages, is of no group. */
    private static final Set<String> NO_GROUPS = Set.of(Membership.NO_GROUP);

    private final EventLoop loop;
    private final EndpointSenders senders;
    private final EventImages images;
    private final HubSettings settings;
    private final Counters counters;
    private final InstantSource clock;
    private final LogLimit invalid = new LogLimit();

    private final Router<Receiver, FanoutAudience> router;
    private final LatestContacts<Receiver, EventImage> latest;
    private final Map<Receiver, GroupSet> senderGroups = new HashMap<>();
    private final GroupSet noGroups;
    private final Set<Fanout> fanouts = new HashSet<>();
    /** Also read on the loop while more are opened. */
    private final List<StreamListener> listeners = new CopyOnWriteArrayList<>();

    private final StatusReader status;
    private @Nullable Future<?> expiring;

    /** @param senders by which endpoints are reached; shared with whoever else sends */
    public Hub(
            EventLoop loop,
            EndpointSenders senders,
            EventImages images,
            HubSettings settings,
            Counters counters,
            InstantSource clock) {
        this.loop = loop;
        this.senders = senders;
        this.images = images;
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        this.router = new Router<>(this::newAudience, settings.maxContacts());
        this.latest = new LatestContacts<>(settings.maxContacts(), EventImage::release);
        this.status = new StatusReader(loop, counters, senders, latest);
        this.noGroups = router.groups(NO_GROUPS);
    }

    /**
     * Begins: endpoints are dialled, clients may connect. Blocks until every port is bound; not for the loop.
     *
     * @param opened takes what is to be closed, before everything else and in the opposite order
     * @throws IOException when a port cannot be had; the message says which and why
     */
    public void open(Consumer<AutoCloseable> opened) throws IOException {
        loop.execute(() -> {
            settings.endpoints().forEach(this::add);
            status.open();
            expiring = loop.scheduleWithFixedDelay(
                    () -> latest.expire(clock.millis()), EXPIRE_EVERY_MS, EXPIRE_EVERY_MS, TimeUnit.MILLISECONDS);
        });
        for (HubSettings.StreamInlet stream : settings.streams()) {
            StreamListener listener = StreamListener.bind(
                    senders, stream.address(), stream.clients(), null, new Clients(stream.membership()));
            opened.accept(listener);
            listeners.add(listener);
        }
    }

    /** Where clients connect, with the ports that they really are, in the order of the settings. */
    public List<InetSocketAddress> streamAddresses() {
        return listeners.stream().map(StreamListener::address).toList();
    }

    @Override
    public void received(EventImage image, List<Violation> broken, Inlet from) {
        assert loop.inEventLoop();
        EventSummary summary = image.summary();
        if (ControlTypes.contains(summary.type())) {
            counters.increment(Counter.EVENTS_CONTROL);
        } else if (!broken.isEmpty()) {
            counters.increment(Counter.RECEIVED_INVALID);
            invalid.warn(log, () -> "event " + summary.uid() + " from " + from + " breaks rules: " + broken);
        } else if (summary.flowTags().contains(images.flowTag())) {
            counters.increment(Counter.EVENTS_LOOPED);
        } else {
            pass(image, from.receiver());
        }
    }

    /** How everything is doing. */
    public HubStatus status(GatewayIdentity gateway) {
        assert loop.inEventLoop();
        fanouts.forEach(Fanout::settle);
        return status.read(gateway, clock.instant(), listeners, senderGroups.keySet());
    }

    /** Lets go of all events and timers; the listeners are closed by whoever opened this. */
    public void close() {
        assert loop.inEventLoop();
        if (expiring != null) {
            expiring.cancel(false);
        }
        status.close();
        List.copyOf(senderGroups.keySet()).forEach(latest::left);
        fanouts.forEach(Fanout::close);
    }

    private void pass(EventImage image, @Nullable Receiver from) {
        EventSummary summary = image.summary();
        GroupSet groups = noGroups;
        if (from != null) {
            groups = senderGroups.getOrDefault(from, noGroups);
            learn(image, from, groups);
        }
        Routing<Receiver, FanoutAudience> routing = router.route(summary, from, groups, clock.millis());
        counters.increment(routing.reachesNobody() ? Counter.RECEIVED_UNUSED : Counter.EVENTS_ROUTED);
        for (int i = 0; i < routing.audiences().size(); i++) {
            routing.audiences().get(i).fanout().offer(image, from);
        }
        // Offers may change who is there, and with it the router's result.
        boolean undeliverable = !routing.undeliverable().isEmpty();
        for (Receiver receiver : List.copyOf(routing.receivers())) {
            receiver.offer(Fanout.outbound(image, receiver));
        }
        if (undeliverable && from != null && summary.type().equals(CHAT)) {
            giveBack(image, from);
        }
    }

    /** Learns who is reached by a receiver, and what to tell those who come later. */
    private void learn(EventImage image, Receiver from, GroupSet groups) {
        EventSummary summary = image.summary();
        if (from instanceof ClientStream client && !summary.flowTags().isEmpty()) {
            client.isServer();
        }
        if (summary.endpoint() == null) {
            return;
        }
        router.seen(from, summary.uid(), summary.callsign());
        LatestContacts.Outcome outcome = latest.remember(summary, image.retain(), from, groups, clock.millis());
        if (outcome == LatestContacts.Outcome.KEPT) {
            image.compact();
        } else {
            image.release();
        }
    }

    /** Tells the sender of a message that nobody of that name is there, as TAK Server does. */
    private void giveBack(EventImage image, Receiver to) {
        counters.increment(Counter.CHATS_RETURNED);
        send(image.event().toBuilder().type(CHAT_UNDELIVERED).build(), to);
    }

    private void send(CotEvent event, Receiver to) {
        EventImage image = images.of(event);
        to.offer(Fanout.outbound(image, to));
        image.release();
    }

    private void add(HubSettings.EndpointReceiver endpoint) {
        Receiver receiver = senders.keep(endpoint.endpoint());
        senderGroups.put(receiver, router.add(receiver, endpoint.membership()));
    }

    private FanoutAudience newAudience(Subscription subscription) {
        long gapMs = Math.max(
                settings.sameUidGap().toMillis(), subscription.minInterval().toMillis());
        Fanout fanout = new Fanout(loop, gapMs, counters);
        fanouts.add(fanout);
        return new FanoutAudience(fanout, fanouts);
    }

    /** Whoever connects to one listener. */
    private final class Clients implements ClientObserver {
        private final Membership membership;

        Clients(Membership membership) {
            this.membership = membership;
        }

        @Override
        public void connected(ClientStream client) {
            senderGroups.put(client, router.add(client, membership));
            latest.replayTo(client, router, clock.millis(), image -> client.offer(Fanout.outbound(image, client)));
        }

        @Override
        public boolean authenticated(ClientStream client, Credentials credentials) {
            // Nobody is asked for a name, so any will do.
            return true;
        }

        @Override
        public void left(ClientStream client, String why) {
            GroupSet groups = senderGroups.getOrDefault(client, noGroups);
            List<EventSummary> gone = latest.left(client);
            router.remove(client);
            senderGroups.remove(client);
            for (EventSummary contact : gone) {
                EventImage image = images.of(Departures.of(contact, clock.instant()));
                Routing<Receiver, FanoutAudience> routing = router.route(image.summary(), null, groups, clock.millis());
                routing.audiences().forEach(audience -> audience.fanout().offer(image, null));
                image.release();
            }
        }
    }
}
