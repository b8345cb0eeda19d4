package org.cotgateway;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.cotgateway.channel.DirectTcpListener;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Inlet;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.FetchRecord;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Fetch;
import org.cotgateway.http.FetchObserver;
import org.cotgateway.http.HttpServer;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.PackageRoutes;
import org.cotgateway.http.Router;
import org.cotgateway.http.StatusRoutes;
import org.cotgateway.hub.GatewayIdentity;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubChange;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubStatus;
import org.cotgateway.hub.ListeningAddress;
import org.cotgateway.hub.Unsent;
import org.cotgateway.metrics.Counters;
import org.cotgateway.push.GatewayContact;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushRefusedException;
import org.cotgateway.push.PushRequest;
import org.cotgateway.push.PushService;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: pushes events with their files to ATAK devices and knows who got them.
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
 * <p>All methods are safe on any thread but the gateway's own event loop.
 */
public final class CotGateway implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CotGateway.class);
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    /** Packages that wait to be built; a push beyond fails and says so. */
    private static final int MAX_WAITING_BUILDS = 1_000;

    /** How often it is looked whether everything has been sent. */
    private static final long UNSENT_EVERY_NS = 10_000_000;

    private static final String ACKNOWLEDGEMENT = "b-f-t-a";

    private static final String FLOW_TAG_PREFIX = "CoT-Gateway-";
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^A-Za-z0-9_.-]");

    private final Counters counters = new Counters();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final GatewayLoop loop;
    private final Hub hub;
    private final FetchLedger ledger;
    private final EndpointSenders senders;
    private final HttpServer http;
    private final DirectTcpListener direct;
    private final PushService pushes;
    private final GatewayStatus status;

    private CotGateway(GatewaySettings settings, HubSettings connected) throws IOException {
        try {
            DataDirectory data = register(DataDirectory.open(settings.dataDirectory()));
            PackageStore store = register(PackageStore.open(
                    new StoreSettings(data.path().resolve("packages"), settings.storeBytes()), counters));
            String uid = settings.uid() != null ? settings.uid() : data.gatewayUid();
            ExecutorService workers = threads("cot-gateway-worker", settings.workers(), Integer.MAX_VALUE);
            ledger = register(FetchLedger.open(
                    data.path().resolve("fetches.jsonl"), settings.ledgerClients(), workers, counters));
            SocketKind sockets = settings.sockets() != null ? settings.sockets() : SocketKind.best();
            loop = register(GatewayLoop.start("cot-gateway", sockets));
            InstantSource clock = InstantSource.system();
            EventImages images = new EventImages(
                    PooledByteBufAllocator.DEFAULT,
                    FLOW_TAG_PREFIX + NOT_OF_A_NAME.matcher(uid).replaceAll("-"),
                    clock,
                    settings.channel().stream().xml());
            Inbound inbound = new Inbound();
            senders = new EndpointSenders(
                    loop, settings.channel(), connected.dialledTls(), uid, counters, images, inbound);
            hub = new Hub(loop.loop(), senders, images, connected, counters, clock, inbound::acknowledged);
            inbound.hub = hub;
            onLoopAtClose(() -> {
                hub.close();
                senders.close();
            });
            opened.push(hub::closeListeners);
            status = register(new GatewayStatus(
                    hub,
                    new GatewayIdentity(uid, settings.callsign(), version(), clock.instant()),
                    loop.loop(),
                    counters,
                    workers));
            PackageRoutes packages = new PackageRoutes(settings.http(), store, ledger, inbound, counters, workers);
            status.add(packages.cache()::bindTo);
            Router.Builder routes = Router.builder();
            packages.add(routes);
            StatusRoutes.add(routes, status, new OperatorsOnly(settings.http(), counters));
            Ports ports = new Ports();
            DirectTcpListener listener = ports.take(
                    "direct",
                    () -> register(DirectTcpListener.bind(
                            loop, settings.direct(), settings.channel(), counters, images, inbound)));
            HttpServer server = ports.take(
                    "http", () -> register(HttpServer.bind(loop, settings.http(), routes.build(), counters)));
            ports.take("", () -> hub.apply(connected));
            ports.requireAll();
            direct = Objects.requireNonNull(listener);
            http = Objects.requireNonNull(server);
            GatewayContact contact = new GatewayContact(
                    uid,
                    settings.callsign(),
                    direct.address().getPort(),
                    http.address().getPort(),
                    address(settings.advertise()));
            List<Violation> violations = contact.check();
            if (!violations.isEmpty()) {
                throw new IllegalArgumentException("the gateway is no contact for devices: " + violations);
            }
            ExecutorService builders = threads("cot-gateway-builder", settings.workers(), MAX_WAITING_BUILDS);
            pushes = new PushService(
                    loop.loop(), senders, images, store, builders, contact, settings.push(), counters, clock);
            inbound.pushes = pushes;
            onLoopAtClose(pushes::close);
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Opens a gateway with {@link GatewaySettings#DEFAULT}. */
    public static CotGateway open() throws IOException {
        return open(GatewaySettings.DEFAULT);
    }

    /**
     * Opens a gateway: it listens when this returns.
     *
     * @throws IOException when ports are in use, each of which is named, the data directory belongs to another gateway or cannot be written, or
     *     the advertised host is unknown; nothing is left open
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
        return new CotGateway(settings, connected);
    }

    /**
     * Begins a push and returns at once; what becomes of it is the {@link Push}'s to tell.
     *
     * @throws PushRefusedException when the request breaks rules (all of them named), the gateway has as much under way
     *     as it may, or is closed
     */
    public Push push(PushRequest request) {
        return pushes.push(request);
    }

    /** Where packages are served, with the port that it really is. */
    public InetSocketAddress httpAddress() {
        return http.address();
    }

    /** Where direct TCP messages are taken, with the port that it really is. */
    public InetSocketAddress directAddress() {
        return direct.address();
    }

    /** Where clients and senders connect, with the ports that they really are, in the order of the settings. */
    public List<ListeningAddress> listeners() {
        return hub.listeners();
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
        return hub.apply(connected);
    }

    /**
     * Ends in order: nobody new is let in and nothing more is taken, what waits is sent, and then everything is closed.
     *
     * @param timeout how long receivers have to take what waits for them
     * @return to whom not everything was sent
     */
    public List<Unsent> stop(Duration timeout) {
        long limitNs = System.nanoTime() + timeout.toNanos();
        hub.stop();
        direct.stopAccepting();
        http.stopAccepting();
        List<Unsent> unsent;
        while (!(unsent = hub.unsent()).isEmpty() && System.nanoTime() - limitNs < 0) {
            LockSupport.parkNanos(UNSENT_EVERY_NS);
        }
        close();
        return unsent;
    }

    /** To whom not everything was sent yet. Blocks for a moment; not for the event loop. */
    public List<Unsent> unsent() {
        return hub.unsent();
    }

    /** Who fetched which package how often. */
    public List<FetchRecord> fetches() {
        return ledger.records();
    }

    /** How everything is doing; comes from the event loop and fails when that has ended. */
    public CompletionStage<HubStatus> status() {
        return status.snapshot();
    }

    /** What this gateway has counted. */
    public Counters counters() {
        return counters;
    }

    /** Ends every push, closes every socket and gives the data directory up. Blocks for a few seconds at most. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable last = opened.pop();
            try {
                last.close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Exception failure) {
                log.warn("{} did not close well", last, failure);
            }
        }
    }

    private void onLoopAtClose(Runnable task) {
        opened.push(() -> loop.loop().submit(task).await(CLOSE_TIMEOUT_MS));
    }

    private <T extends AutoCloseable> T register(T resource) {
        opened.push(resource);
        return resource;
    }

    private ExecutorService threads(String name, int threads, int maxWaiting) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(maxWaiting), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        opened.push(() -> {
            pool.shutdown();
            if (!pool.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                log.warn(
                        "{} is still busy: {} tasks dropped",
                        name,
                        pool.shutdownNow().size());
            }
        });
        return pool;
    }

    private static String version() {
        String version = CotGateway.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private static @Nullable InetAddress address(@Nullable String advertise) throws IOException {
        if (advertise == null) {
            return null;
        }
        try {
            return InetAddress.getByName(advertise);
        } catch (UnknownHostException unknown) {
            throw new IOException("advertised host \"" + advertise + "\" is unknown", unknown);
        }
    }

    /** Takes what comes from the network to whom it concerns. On the event loop. */
    private final class Inbound implements EventSink, FetchObserver {

        private volatile @Nullable PushService pushes;
        private volatile @Nullable Hub hub;

        @Override
        public void received(EventImage image, List<Violation> broken, Inlet from) {
            if (hub != null) {
                hub.received(image, broken, from);
            }
        }

        /** Whether it is an acknowledgement that a push waits for. */
        boolean acknowledged(EventImage image, Inlet from) {
            if (pushes == null || !image.summary().type().startsWith(ACKNOWLEDGEMENT)) {
                return false;
            }
            Optional<AckResponse> answer = image.event().detail().element(AckResponse.NAME, AckResponse::from);
            return answer.isPresent() && pushes.acknowledged(from.address().getAddress(), answer.get());
        }

        @Override
        public void started(Fetch fetch) {
            if (pushes != null) {
                pushes.fetchStarted(fetch.sha256(), fetch.client(), fetch.request());
            }
        }

        @Override
        public void completed(Fetch fetch) {
            if (pushes != null) {
                Instant at = Instant.ofEpochMilli(fetch.endedMs());
                pushes.fetchCompleted(fetch.sha256(), fetch.client(), fetch.receiver(), fetch.request(), at);
            }
        }
    }
}
