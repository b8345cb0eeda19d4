package org.cotgateway.api.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

/** While too much waits in memory, nothing is read of what is posted to feeds. */
class FeedBackPressureIT {

    private static final int ROWS = 400_000;
    private static final int REFUSALS = 100;

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
            try (HttpServer server = HttpServer.bind(loop, settings, routes.build(), counters);
                    SocketChannel client = SocketChannel.open(server.address())) {
                ByteBuffer request = request();
                client.configureBlocking(false);
                writeUntilRefused(client, request);
                assertThat(request.hasRemaining()).isTrue();
                assertThat(taken).hasValue(0);

                full.set(false);
                client.configureBlocking(true);
                while (request.hasRemaining()) {
                    client.write(request);
                }
                String answer = new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 200 ").contains("{\"accepted\":" + ROWS + ",");
                assertThat(taken).hasValue(ROWS);
            }
        }
    }

    private static ByteBuffer request() {
        String body = TestFeeds.row("a").repeat(ROWS);
        String head = "POST /api/v1/feeds/tracks HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        return ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8));
    }

    private static void writeUntilRefused(SocketChannel client, ByteBuffer request) throws IOException {
        int refused = 0;
        while (request.hasRemaining() && refused < REFUSALS) {
            if (client.write(request) == 0) {
                refused++;
                LockSupport.parkNanos(1_000_000);
            } else {
                refused = 0;
            }
        }
    }
}
