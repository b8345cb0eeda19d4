package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.api.events.EventsRoutes;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvents;
import org.cotgateway.feed.Feeds;
import org.cotgateway.http.HttpServer;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.cotgateway.hub.Connections;
import org.cotgateway.hub.GatewayIdentity;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.LatestFilter;
import org.cotgateway.hub.LatestSettings;
import org.cotgateway.hub.StreamPeer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.CountedPasses;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long answers about a hub leave the loop to its sockets again and again. */
class HubPassesIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final GatewayIdentity IDENTITY = new GatewayIdentity("gateway", "GW", "test", Instant.EPOCH);
    private static final int LIMIT_S = 20;

    private final InstantSource clock = InstantSource.system();
    private final CountedPasses counted = new CountedPasses(SocketKind.best());
    private final GatewayLoop loop = counted.gatewayLoop();
    private final Counters counters = new Counters();
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", clock, XmlLimits.DEFAULT);
    private final Inbound inbound = new Inbound();
    private final EndpointSenders senders = new EndpointSenders(
            loop, ChannelSettings.DEFAULT, TlsSettings.DEFAULT, "gateway", counters, images, inbound);
    private final Hub hub = new Hub(
            loop.loop(),
            senders,
            images,
            HubSettings.NONE,
            LatestSettings.DEFAULT,
            counters,
            clock,
            inbound::acknowledged);
    private final LocalEvents events = new LocalEvents(loop.loop(), hub, images, XmlLimits.DEFAULT, counters, clock);
    private final List<StreamPeer> clients = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        inbound.to(hub);
        hub.apply(HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), List.of()));
    }

    @AfterEach
    void close() throws Exception {
        for (StreamPeer client : clients) {
            client.close();
        }
        hub.closeListeners();
        loop.loop()
                .submit(() -> {
                    hub.close();
                    senders.close();
                })
                .get(LIMIT_S, TimeUnit.SECONDS);
        counted.close();
    }

    private void connect(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            clients.add(new StreamPeer(hub.listeners().get(0).address()));
        }
        Await.until(() -> counters.get(Counter.CLIENTS_CONNECTED) == count);
    }

    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            events.publish(CotEvents.marker("m-" + i, "M " + i, 48, 11).build(), Set.of())
                    .toCompletableFuture()
                    .get(LIMIT_S, TimeUnit.SECONDS);
        }
    }

    @Test
    void theStatusOfManyClients() throws Exception {
        connect(100);

        assertThat(counted.during(() -> hub.status(IDENTITY))).as("32 a pass").isGreaterThanOrEqualTo(3);
    }

    @Test
    void theLatestEventsForTheProgramItself() throws Exception {
        publish(450);

        assertThat(counted.during(() -> events.latest(LatestFilter.ALL)))
                .as("200 a pass")
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void theLatestEventsByHttp() throws Exception {
        publish(450);
        HttpSettings settings = HttpSettings.on(ANY);
        Router.Builder routes = Router.builder();
        InstantSource onceAPiece = () -> {
            counted.note();
            return clock.instant();
        };
        EventsRoutes.add(
                routes, new OperatorsOnly(settings, counters), hub, images, counters, onceAPiece, senders::isFull);
        try (HttpServer server = HttpServer.bind(loop, settings, routes.build(), counters)) {
            Curl.run("http://127.0.0.1:" + server.address().getPort() + "/api/v1/events");
        }
        assertThat(counted.notedInAll()).isEqualTo(5);
        assertThat(counted.noted()).as("100 at a look, and 100 behind it").allMatch(some -> some <= 2);
    }

    @Test
    void whoIsConnected() throws Exception {
        int each = 90;
        connect(2);
        for (int i = 0; i < each; i++) {
            for (int client = 0; client < clients.size(); client++) {
                clients.get(client).send(StreamPeer.self("uid-" + client + "-" + i, "C " + client + " " + i));
            }
        }
        Await.until(() -> counters.get(Counter.EVENTS_RECEIVED) == 2 * each);
        GatewayStatus status = new GatewayStatus(
                hub,
                new Feeds(loop, new FeedEvents(hub, images), senders::isFull, counters, clock),
                new Connections(hub),
                IDENTITY,
                loop.loop(),
                counters,
                Runnable::run);
        ConnectedContacts contacts = new ConnectedContacts(status, hub, loop.loop(), clock);

        assertThat(counted.during(contacts::contacts)).as("64 a pass").isGreaterThanOrEqualTo(2);
    }
}
