package org.cotgateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.cotgateway.datapackage.FetchRecord;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.feed.FeedChange;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.FeedStatus;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubChange;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubStatus;
import org.cotgateway.hub.LatestFilter;
import org.cotgateway.hub.ListeningAddress;
import org.cotgateway.hub.Unsent;
import org.cotgateway.metrics.Counters;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushRefusedException;
import org.cotgateway.push.PushRequest;

/**
 * A gateway inside your program: it pushes events with their files to ATAK devices and knows who got them, and it passes on
 * events between all who are connected with it.
 *
 * <pre>{@code
 * try (CotGateway gateway = CotGateway.open()) {
 *     CotEvent marker = CotEvents.marker("well-7", "Well 7", 48.2082, 16.3738).build();
 *     PushReport report = gateway.push(PushRequest.of(marker)
 *                     .attach(Path.of("well.jpg"))
 *                     .to("10.0.0.7:4242:tcp", "10.0.0.8:4242:tcp"))
 *             .await();
 *     report.deliveries().forEach(d -> System.out.println(d.endpoint() + " " + d.state() + " " + d.reason()));
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link #open(GatewaySettings) Opened} with {@link GatewaySettings} it pushes; with {@link HubSettings} besides, it
 *       passes on what comes in. The former hold until it is closed, the latter can be exchanged by {@link #apply}.
 *   <li>{@link #push} never blocks. The {@link Push} that it gives can be awaited, composed, watched and asked. Devices fetch
 *       files while the gateway is open, so keep it open until they have.
 *   <li>{@link #publish} gives an event to all who are connected, as if it had come from one of them; {@link #subscribe} gives
 *       what is passed on to a callback, {@link #latest} the newest event of each uid, and {@link #delete} has one deleted.
 *   <li>{@link #status}, {@link #counters} and {@link #fetches} say how it is doing; operators get the same by HTTP.
 *   <li>{@link #stop} sends what waits and then closes; {@link #close} does not wait for receivers.
 * </ul>
 *
 * <p>A gateway has one event loop and a few threads, all of its own. Every method is safe on any thread but that event loop.
 */
public final class CotGateway implements AutoCloseable {

    /** How often it is looked whether everything has been sent. */
    private static final long UNSENT_EVERY_NS = 10_000_000;

    private final Wiring parts;

    private CotGateway(Wiring parts) {
        this.parts = parts;
    }

    /** Opens a gateway with {@link GatewaySettings#DEFAULT}. */
    public static CotGateway open() throws IOException {
        return open(GatewaySettings.DEFAULT);
    }

    /**
     * Opens a gateway: it listens when this returns.
     *
     * @throws IOException when ports are in use, each of which is named, the data directory belongs to another gateway or
     *     cannot be written, or the advertised host is unknown; nothing is left open
     */
    public static CotGateway open(GatewaySettings settings) throws IOException {
        return open(settings, HubSettings.NONE);
    }

    /**
     * Opens a gateway that passes on what comes in, as {@link #open(GatewaySettings)} else.
     *
     * @param connected who is connected with whom
     */
    public static CotGateway open(GatewaySettings settings, HubSettings connected) throws IOException {
        return new CotGateway(new Wiring(settings, connected));
    }

    /**
     * Begins a push and returns at once; what becomes of it is the {@link Push}'s to tell.
     *
     * @throws PushRefusedException when the request breaks rules (all of them named), the gateway has as much under way
     *     as it may, or is closed
     */
    public Push push(PushRequest request) {
        return parts.pushes.push(request);
    }

    /** Publishes an event to those who have no group, as {@link #publish(CotEvent, Set)}. */
    public CompletionStage<Publication> publish(CotEvent event) {
        return publish(event, Set.of());
    }

    /**
     * Passes an event on to all it is meant for: clients, endpoints and subscribers that receive from one of these groups, or
     * whom it names as its destination.
     *
     * <pre>{@code
     * CotEvent track = CotEvents.marker("ais-211234560", "MS Donau", 48.2215, 16.4137).type("a-n-S-X").build();
     * gateway.publish(track, Set.of("sensors")).thenAccept(done -> {
     *     if (!done.isAccepted()) {
     *         log.warn("{}: {}", done.outcome(), done.violations());
     *     }
     * });
     * }</pre>
     *
     * @param groups what it is published to; empty for those who have no group
     * @return what became of it; the stage's dependents run on the event loop unless they say otherwise, and must not block
     *     there. {@link org.cotgateway.hub.PublishOutcome#BUSY} when thousands wait already: wait for the stages of earlier
     *     ones
     */
    public CompletionStage<Publication> publish(CotEvent event, Set<String> groups) {
        return parts.events.publish(event, groups);
    }

    /**
     * Has an item deleted by all who have it: the delete goes to the groups that its newest event was published to.
     *
     * @return what became of it, as by {@link #publish(CotEvent, Set)}; {@link org.cotgateway.hub.PublishOutcome#UNKNOWN} if
     *     nothing is kept of the uid
     */
    public CompletionStage<Publication> delete(String uid) {
        return parts.events.delete(uid);
    }

    /**
     * Gives what is passed on from now on to a callback, on a thread of its own that ends with the subscription.
     *
     * <pre>{@code
     * SubscriberSettings ships = SubscriberSettings.DEFAULT
     *         .name("harbour display")
     *         .groups("sensors")
     *         .wanted(new Subscription(List.of("a-n-S", "a-f-S"), null, Duration.ZERO, null));
     * try (Subscriber subscriber = gateway.subscribe(ships, event -> display.show(event))) {
     *     ...
     * }
     * }</pre>
     *
     * <p>While the callback is busy a bounded number of events wait, and of each uid the newest only; what does not find room
     * is dropped and counted ({@link Subscriber#status}). The order of events of different uids is not kept.
     *
     * @param callback called with one event after the other; what it throws is logged
     * @throws IllegalArgumentException naming all that is wrong with the settings
     */
    public Subscriber subscribe(SubscriberSettings settings, Consumer<CotEvent> callback) {
        return parts.events.subscribe(settings, callback);
    }

    /**
     * The same on threads that are there.
     *
     * @param executor calls the callback; it may have many threads, of which one at a time does
     */
    public Subscriber subscribe(SubscriberSettings settings, Executor executor, Consumer<CotEvent> callback) {
        return parts.events.subscribe(settings, executor, callback);
    }

    /**
     * The newest event of each uid that was passed on and is not stale, in no order. Control events, chat, file requests and
     * what was addressed to some alone are not among them; see {@link org.cotgateway.hub.LatestEvents}.
     *
     * @return comes from the event loop, as by {@link #publish(CotEvent, Set)}
     * @throws IllegalArgumentException naming all that is wrong with the filter
     */
    public CompletionStage<List<CotEvent>> latest(LatestFilter filter) {
        return parts.events.latest(filter);
    }

    /** Where packages are served, with the port that it really is. */
    public InetSocketAddress httpAddress() {
        return parts.http.address();
    }

    /** Where direct TCP messages are taken, with the port that it really is. */
    public InetSocketAddress directAddress() {
        return parts.direct.address();
    }

    /** Where clients and senders connect, with the ports that they really are, in the order of the settings. */
    public List<ListeningAddress> listeners() {
        return parts.hub.listeners();
    }

    /** Where clients connect by a stream, as {@link #listeners}. */
    public List<InetSocketAddress> streamAddresses() {
        return listeners().stream()
                .filter(ListeningAddress::isStream)
                .map(ListeningAddress::address)
                .toList();
    }

    /**
     * Connects others than before, without disturbing those whom nothing changes for; see {@link Hub#apply}. Blocks until
     * every port is bound. Receivers that operators have added by HTTP stay, unless the new settings name them.
     *
     * @throws IOException naming every port that cannot be had and all that is wrong with keys and certificates; nothing
     *     has changed then
     */
    public HubChange apply(HubSettings connected) throws IOException {
        return parts.connections.apply(connected);
    }

    /**
     * Takes the data of these feeds from now on, and of no others, without disturbing those that stay as they are. Blocks
     * until every port is bound.
     *
     * @throws IllegalArgumentException naming all that is wrong with them
     * @throws IOException naming every port that cannot be had; nothing has changed then
     */
    public FeedChange apply(List<FeedSettings> feeds) throws IOException {
        List<Violation> wrong =
                feeds.stream().flatMap(feed -> feed.check().stream()).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(wrong.toString());
        }
        return parts.feeds.apply(feeds);
    }

    /** How the feeds are doing; comes from the event loop and fails when that has ended. */
    public CompletionStage<List<FeedStatus>> feeds() {
        return parts.status.feeds();
    }

    /**
     * Ends in order: nobody new is let in and nothing more is taken, what waits is sent, and then everything is closed.
     *
     * @param timeout how long receivers have to take what waits for them; {@link #close} comes on top, which takes a moment as
     *     a rule and at most five seconds for each of its parts
     * @return to whom not everything was sent, also of those whose connection ended in that time
     */
    public List<Unsent> stop(Duration timeout) {
        long limitNs = System.nanoTime() + timeout.toNanos();
        parts.feeds.close();
        parts.hub.stop();
        parts.direct.stopAccepting();
        parts.http.stopAccepting();
        while (!parts.hub.unsent().isEmpty() && System.nanoTime() - limitNs < 0) {
            LockSupport.parkNanos(UNSENT_EVERY_NS);
        }
        List<Unsent> unsent = parts.hub.unsentAtStop();
        close();
        return unsent;
    }

    /** To whom not everything was sent yet. Blocks for a moment; not for the event loop. */
    public List<Unsent> unsent() {
        return parts.hub.unsent();
    }

    /** Who fetched which package how often. */
    public List<FetchRecord> fetches() {
        return parts.ledger.records();
    }

    /** How everything is doing; comes from the event loop and fails when that has ended. */
    public CompletionStage<HubStatus> status() {
        return parts.status.snapshot();
    }

    /** What this gateway has counted. */
    public Counters counters() {
        return parts.counters;
    }

    /** Ends every push, closes every socket and gives the data directory up. Blocks for a few seconds at most. */
    @Override
    public void close() {
        parts.close();
    }
}
