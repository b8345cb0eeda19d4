package org.cotgateway.api.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotgateway.feed.Feeds;
import org.cotgateway.http.HttpServer;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;

/** While too much waits in memory, nothing is read of what is posted to feeds. */
class FeedBackPressureIT {

    private static final int ROWS = 40_000;
    private static final int LIMIT_S = 60;

    @Test
    void bodiesWaitUntilThereIsRoom() throws Exception {
        Counters counters = new Counters();
        AtomicBoolean full = new AtomicBoolean(true);
        AtomicInteger taken = new AtomicInteger();
        HttpSettings settings = HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (GatewayLoop loop = GatewayLoop.start("back-pressure", SocketKind.best());
                Feeds feeds = new Feeds(
                        loop,
                        (event, feed) -> taken.incrementAndGet() > 0,
                        full::get,
                        counters,
                        InstantSource.system())) {
            feeds.apply(List.of(TestFeeds.of("tracks")));
            Router.Builder routes = Router.builder();
            FeedRoutes.add(routes, new OperatorsOnly(settings, counters), feeds);
            try (HttpServer server = HttpServer.bind(loop, settings, routes.build(), counters)) {
                URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/feeds/tracks");
                CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                        .sendAsync(
                                HttpRequest.newBuilder(uri)
                                        .version(HttpClient.Version.HTTP_1_1)
                                        .POST(HttpRequest.BodyPublishers.ofString(
                                                TestFeeds.row("a").repeat(ROWS)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                Await.until(() -> counters.get(Counter.HTTP_REQUESTS), requests -> requests == 1);
                loop.loop().submit(() -> {}).get(LIMIT_S, TimeUnit.SECONDS);
                assertThat(taken).hasValueLessThan(ROWS / 2);
                assertThat(answer).isNotDone();
                full.set(false);
                assertThat(answer.get(LIMIT_S, TimeUnit.SECONDS).body()).startsWith("{\"accepted\":" + ROWS + ",");
            }
        }
    }
}
