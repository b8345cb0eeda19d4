package org.cotgateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.cotgateway.datapackage.FetchRecord;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubChange;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubStatus;
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
     * every port is bound.
     *
     * @throws IOException naming every port that cannot be had and all that is wrong with keys and certificates; nothing
     *     has changed then
     */
    public HubChange apply(HubSettings connected) throws IOException {
        return parts.hub.apply(connected);
    }

    /**
     * Ends in order: nobody new is let in and nothing more is taken, what waits is sent, and then everything is closed.
     *
     * @param timeout how long receivers have to take what waits for them
     * @return to whom not everything was sent
     */
    public List<Unsent> stop(Duration timeout) {
        long limitNs = System.nanoTime() + timeout.toNanos();
        parts.hub.stop();
        parts.direct.stopAccepting();
        parts.http.stopAccepting();
        List<Unsent> unsent = parts.hub.unsent();
        while (!unsent.isEmpty() && System.nanoTime() - limitNs < 0) {
            LockSupport.parkNanos(UNSENT_EVERY_NS);
            unsent = parts.hub.unsent();
        }
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
