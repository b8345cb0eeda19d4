package org.cotgateway.api.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.cotgateway.feed.Feeds;
import org.cotgateway.feed.TestFeeds;
import org.cotgateway.http.Connection;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed's data that comes by a request slowly, or not to its end; on a clock that stands still. */
class FeedBodyTest {

    private static final String POST =
            "POST /api/v1/feeds/tracks HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100000000\r\n\r\n";

    private final Counters counters = new Counters();
    private final HttpSettings settings = HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final GatewayLoop loop = GatewayLoop.start("feed-body", SocketKind.NIO);
    private boolean full;
    private int taken;
    private final Feeds feeds =
            new Feeds(loop, (event, feed) -> ++taken > 0, () -> full, counters, InstantSource.system());

    @SuppressWarnings("NullAway.Init") // set before each
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        feeds.apply(List.of(TestFeeds.of("tracks")));
        connection = onLoop(() -> new Connection(
                settings, counters, routes -> FeedRoutes.add(routes, new OperatorsOnly(settings, counters), feeds)));
    }

    @AfterEach
    void end() throws Exception {
        onLoop(() -> {
            connection.close();
            return true;
        });
        feeds.close();
        loop.close();
    }

    private <T> T onLoop(Callable<T> what) throws Exception {
        return loop.loop().submit(what).get(10, TimeUnit.SECONDS);
    }

    private String send(String text) throws Exception {
        return onLoop(() -> connection.send(text));
    }

    private String after(Duration time) throws Exception {
        return onLoop(() -> connection.after(time));
    }

    private void checkTimedOut(String answer) throws Exception {
        assertThat(answer).startsWith("HTTP/1.1 408 ");
        JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.path("detail").asText())
                .isEqualTo("the request did not arrive in time; until then, rows accepted: 1, rejected: 1");
        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
        assertThat(problem.at("/rejections/0/line").asInt()).isEqualTo(2);
        assertThat(taken).isEqualTo(1);
        assertThat(counters.get(Counter.HTTP_TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void whatStopsIsToldWhatBecameOfItsRows() throws Exception {
        assertThat(send(POST + TestFeeds.row("a") + "bad\n{\"id\":\"cut")).isEmpty();
        assertThat(after(Duration.ofSeconds(119))).isEmpty();
        checkTimedOut(after(Duration.ofSeconds(1)));
    }

    @Test
    void bytesThatBecomeNoRowKeepNobodyWaiting() throws Exception {
        assertThat(send(POST + TestFeeds.row("a") + "bad\n")).isEmpty();
        for (int second = 0; second < 119; second++) {
            assertThat(send("\n")).isEmpty();
            assertThat(after(Duration.ofSeconds(1))).isEmpty();
        }
        checkTimedOut(after(Duration.ofSeconds(1)));
    }

    @Test
    void aRowNowAndThenKeepsItsSenderForDays() throws Exception {
        assertThat(send(POST)).isEmpty();
        for (int minute = 0; minute < 2 * 24 * 60; minute++) {
            assertThat(send(TestFeeds.row("a"))).isEmpty();
            assertThat(after(Duration.ofMinutes(1))).as("minute %d", minute).isEmpty();
        }
        assertThat(taken).isEqualTo(2 * 24 * 60);
    }
}
