package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.http.HttpServer;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.LatestSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;

/** While too much waits in memory, nothing is read of what partners send. */
class BackPressureIT {

    private static final int EVENTS = 20_000;
    private static final int LIMIT_S = 60;

    @Test
    void bodiesWaitUntilThereIsRoom() throws Exception {
        Counters counters = new Counters();
        AtomicBoolean full = new AtomicBoolean(true);
        HttpSettings settings = HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EventImages images =
                new EventImages(PooledByteBufAllocator.DEFAULT, "test", InstantSource.system(), XmlLimits.DEFAULT);
        try (GatewayLoop loop = GatewayLoop.start("back-pressure", SocketKind.best())) {
            EndpointSenders senders = new EndpointSenders(
                    loop,
                    ChannelSettings.DEFAULT,
                    TlsSettings.DEFAULT,
                    "gateway",
                    counters,
                    images,
                    (image, broken, from) -> {});
            Hub hub = new Hub(
                    loop.loop(),
                    senders,
                    images,
                    HubSettings.NONE,
                    LatestSettings.DEFAULT,
                    counters,
                    InstantSource.system(),
                    (image, from) -> false);
            Router.Builder routes = Router.builder();
            EventsRoutes.add(
                    routes,
                    new OperatorsOnly(settings, counters),
                    hub,
                    images,
                    counters,
                    InstantSource.system(),
                    full::get);
            try (HttpServer server = HttpServer.bind(loop, settings, routes.build(), counters)) {
                CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                        .sendAsync(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                                + server.address().getPort() + "/api/v1/events"))
                                        .version(HttpClient.Version.HTTP_1_1)
                                        .header("Content-Type", EventsApi.NDJSON)
                                        .POST(HttpRequest.BodyPublishers.ofString(
                                                (EventsApi.json("u") + "\n").repeat(EVENTS)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                Await.until(() -> counters.get(Counter.HTTP_REQUESTS), requests -> requests == 1);
                loop.loop().submit(() -> {}).get(LIMIT_S, TimeUnit.SECONDS);
                assertThat(counters.get(Counter.EVENTS_PUBLISHED)).isZero();
                assertThat(answer).isNotDone();
                full.set(false);
                assertThat(answer.get(LIMIT_S, TimeUnit.SECONDS).body()).startsWith("{\"accepted\":" + EVENTS + ",");
            }
            loop.loop()
                    .submit(() -> {
                        hub.close();
                        senders.close();
                    })
                    .get(LIMIT_S, TimeUnit.SECONDS);
        }
    }
}
