package org.cotgateway;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.cotgateway.api.OffLoop;
import org.cotgateway.api.OpenApiRoutes;
import org.cotgateway.api.events.EventsRoutes;
import org.cotgateway.api.feeds.FeedRoutes;
import org.cotgateway.api.health.HealthRoutes;
import org.cotgateway.api.marti.MartiIdentity;
import org.cotgateway.api.marti.MartiRoutes;
import org.cotgateway.api.packages.PackageIntake;
import org.cotgateway.api.packages.StoredPackageRoutes;
import org.cotgateway.api.pushes.PushRoutes;
import org.cotgateway.api.receivers.ReceiverRoutes;
import org.cotgateway.api.stream.StreamRoutes;
import org.cotgateway.api.stream.StreamTexts;
import org.cotgateway.api.upload.Uploads;
import org.cotgateway.channel.DirectTcpListener;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.codec.EventImages;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.event.Violation;
import org.cotgateway.feed.Feeds;
import org.cotgateway.http.HostNames;
import org.cotgateway.http.HttpServer;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.PackageRoutes;
import org.cotgateway.http.Router;
import org.cotgateway.http.StatusRoutes;
import org.cotgateway.hub.Connections;
import org.cotgateway.hub.GatewayIdentity;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counters;
import org.cotgateway.push.GatewayContact;
import org.cotgateway.push.PushService;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a gateway and how they hang together; the one place that knows all of them.
 *
 * <pre>
 *   network ─→ DirectTcpListener, Hub's listeners, HttpServer
 *                  └─→ Inbound ─→ Hub         what others are to get
 *                         └─────→ PushService acknowledgements, fetches
 *   Feeds ─→ FeedEvents ─→ Hub               what sensors and partners send
 *   PushService ─→ Hub ─→ EndpointSenders ─→ network
 * </pre>
 */
final class Wiring implements AutoCloseable {

    /** Packages that wait to be built; a push beyond fails and says so. */
    private static final int MAX_WAITING_BUILDS = 1_000;

    private static final Duration LEDGER_PAUSE = Duration.ofMillis(200);

    private static final String FLOW_TAG_PREFIX = "CoT-Gateway-";
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^A-Za-z0-9_.-]");

    final Counters counters = new Counters();
    final Hub hub;
    final Connections connections;
    final Feeds feeds;
    final FetchLedger ledger;
    final Router router;
    final HttpServer http;
    final DirectTcpListener direct;
    final PushService pushes;
    final GatewayStatus status;
    final LocalEvents events;

    private final Opened opened = new Opened();

    /**
     * Opens all of them.
     *
     * @throws IOException as {@link CotGateway#open(GatewaySettings)} says; nothing is left open
     */
    Wiring(GatewaySettings settings, HubSettings connected) throws IOException {
        try {
            DataDirectory data = opened.add(DataDirectory.open(settings.dataDirectory()));
            PackageStore store = opened.add(PackageStore.open(
                    new StoreSettings(data.path().resolve("packages"), settings.storeBytes()), counters));
            String uid = settings.uid() != null ? settings.uid() : data.gatewayUid();
            ExecutorService workers = opened.threads("cot-gateway-worker", settings.workers(), Integer.MAX_VALUE);
            data.clearUp();
            // Never asked for anything that a disk has to give: whoever wants to know why that one hangs is answered.
            ExecutorService writers = opened.threads("cot-gateway-writer", settings.workers(), Integer.MAX_VALUE);
            ledger = opened.add(FetchLedger.open(
                    data.path().resolve("fetches.jsonl"), settings.ledgerClients(), LEDGER_PAUSE, workers, counters));
            SocketKind sockets = settings.sockets() != null ? settings.sockets() : SocketKind.best();
            GatewayLoop loop = opened.add(GatewayLoop.start("cot-gateway", sockets));
            loop.loop().execute(counters::ownedByThisThread);
            InstantSource clock = InstantSource.system();
            EventImages images = new EventImages(
                    PooledByteBufAllocator.DEFAULT,
                    FLOW_TAG_PREFIX + NOT_OF_A_NAME.matcher(uid).replaceAll("-"),
                    clock,
                    settings.channel().stream().xml(),
                    StreamTexts.writers());
            Inbound inbound = new Inbound();
            EndpointSenders senders = new EndpointSenders(
                    loop, settings.channel(), connected.dialledTls(), uid, counters, images, inbound);
            hub = new Hub(
                    loop.loop(), senders, images, connected, settings.latest(), counters, clock, inbound::acknowledged);
            inbound.to(hub);
            events = new LocalEvents(
                    loop.loop(), hub, images, settings.channel().stream().xml(), counters, clock);
            opened.onLoop(loop.loop(), () -> {
                hub.close();
                senders.close();
            });
            opened.add(hub::closeListeners);
            feeds = opened.add(new Feeds(loop, new FeedEvents(hub, images), senders::isFull, counters, clock));
            connections = new Connections(hub);
            status = opened.add(new GatewayStatus(
                    hub,
                    feeds,
                    connections,
                    new GatewayIdentity(uid, settings.callsign(), version(), clock.instant()),
                    loop.loop(),
                    counters,
                    writers));
            ExecutorService builders = opened.threads("cot-gateway-builder", settings.workers(), MAX_WAITING_BUILDS);
            PackageRoutes packages = new PackageRoutes(settings.http(), store, ledger, inbound, counters, workers);
            status.add(packages.cache()::bindTo);
            Router.Builder routes = Router.builder();
            packages.add(routes);
            OperatorsOnly operators = new OperatorsOnly(askedAs(settings), counters);
            StatusRoutes.add(routes, status, operators);
            OpenApiRoutes.add(routes, operators);
            EventsRoutes.add(routes, operators, hub, images, counters, clock, senders::isFull);
            Readiness readiness = new Readiness(hub, senders::isFull);
            HealthRoutes.add(routes, readiness);
            Uploads uploads = Uploads.open(data.path().resolve("uploads"), settings.uploads(), workers, counters);
            PackageIntake intake = new PackageIntake(store, new OffLoop(builders), counters);
            OffLoop disk = new OffLoop(workers);
            OffLoop documents = new OffLoop(writers);
            new ReceiverRoutes(connections, status, disk, documents).add(routes, operators);
            new StoredPackageRoutes(store, ledger, uploads, intake, disk, documents, counters).add(routes, operators);
            new MartiRoutes(
                            settings.marti(),
                            new MartiIdentity(uid, version()),
                            store,
                            uploads,
                            intake,
                            disk,
                            documents,
                            new ConnectedContacts(status, hub, loop.loop(), clock),
                            counters)
                    .add(routes, packages);
            StreamRoutes.add(routes, operators, hub.webSockets(), new StreamTexts(), counters);
            PushRoutes pushRoutes = new PushRoutes(hub::endpointsOf, uploads, documents, counters);
            pushRoutes.add(routes, operators);
            FeedRoutes.add(routes, operators, feeds);
            router = routes.build();
            Ports ports = new Ports();
            DirectTcpListener listener = ports.take(
                    "direct",
                    () -> opened.add(DirectTcpListener.bind(
                            loop, settings.direct(), settings.channel(), counters, images, inbound)));
            HttpServer server = ports.take(
                    "http.address", () -> opened.add(HttpServer.bind(loop, settings.http(), router, counters)));
            // Before the server that holds their connections.
            opened.add(hub::closeWebSockets);
            ports.take("", () -> connections.apply(connected));
            ports.requireAll();
            direct = Objects.requireNonNull(listener);
            status.add(direct);
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
            pushes = new PushService(
                    loop.loop(),
                    hub::offer,
                    images,
                    store,
                    builders,
                    contact,
                    settings.push(),
                    counters,
                    clock,
                    hub::clients);
            inbound.to(pushes);
            pushRoutes.to(pushes);
            opened.onLoop(loop.loop(), pushes::close);
            readiness.opened();
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Ends every push, closes every socket and gives the data directory up. */
    @Override
    public void close() {
        opened.close();
    }

    /** What devices are told is a name that operators may use, too. */
    private static HttpSettings askedAs(GatewaySettings settings) {
        String advertise = settings.advertise();
        return advertise == null || !HostNames.isHost(advertise)
                ? settings.http()
                : settings.http().alsoAskedAs(advertise);
    }

    private static String version() {
        String version = Wiring.class.getPackage().getImplementationVersion();
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
}
