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
import org.cotgateway.feed.Feeds;
import org.cotgateway.feed.TestFeeds;
import org.cotgateway.http.HttpServer;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;

/** Rows that are good and of which the gateway takes none, since it stops. */
class FeedStoppingIT {

    @Test
    void whoSendsThemIsToldToTryElsewhereAndNotThatTheyAreBad() throws Exception {
        Counters counters = new Counters();
        HttpSettings settings = HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (GatewayLoop loop = GatewayLoop.start("stopping", SocketKind.best());
                Feeds feeds = new Feeds(loop, (event, feed) -> false, () -> false, counters, InstantSource.system())) {
            feeds.apply(List.of(TestFeeds.of("tracks")));
            Router.Builder routes = Router.builder();
            FeedRoutes.add(routes, new OperatorsOnly(settings, counters), feeds);
            try (HttpServer server = HttpServer.bind(loop, settings, routes.build(), counters)) {
                URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/feeds/tracks");
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri)
                                        .POST(HttpRequest.BodyPublishers.ofString(TestFeeds.row("a") + "{}\n"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body())
                        .contains("\"detail\":\"no row was accepted\"", "\"rejected\":2", "\"refused\"", "\"missing\"");
            }
        }
    }
}
