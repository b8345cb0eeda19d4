package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of unknown length, connections that are given away, and what the router says. */
class AnswerStreamTest {

    private final List<String> told = new ArrayList<>();
    private @Nullable AnswerStream stream;
    private final Connection connection = new Connection(
            ServerFixture.loopback(),
            new Counters(),
            routes -> routes.get("/stream", this::begin)
                    .get("/up", AnswerStreamTest::upgrade)
                    .get(
                            "/things/{id}",
                            exchange -> exchange.document(
                                    HttpResponseStatus.OK,
                                    "text/plain",
                                    exchange.pathParameter("id").getBytes(StandardCharsets.UTF_8)))
                    .delete("/things/{id}", exchange -> exchange.empty(HttpResponseStatus.NO_CONTENT))
                    .receiving(
                            HttpMethod.PUT,
                            "/things/{id}",
                            exchange -> exchange.problem(HttpResponseStatus.CONFLICT, "no")));

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void partsGoOutAsTheyAreWritten() throws IOException {
        assertThat(connection.get("/stream"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\ntransfer-encoding: chunked\r\n");
        write("first");
        assertThat(connection.received()).isEqualTo("5\r\nfirst\r\n");
        stream().end();

        assertThat(connection.received()).isEqualTo("0\r\n\r\n");
        assertThat(connection.get("/things/a%2Fb")).endsWith("\r\n\r\na/b");
        assertThat(told).isEmpty();
    }

    @Test
    void thatALargePartIsTakenAtOnceIsToldWhenItsWriterIsThrough() throws IOException {
        connection.get("/stream");
        write("x".repeat(200_000));
        assertThat(told).isEmpty();

        assertThat(connection.received()).endsWith("xxx\r\n");

        assertThat(told).containsExactly("writable");
    }

    @Test
    void nobodyIsLateWhileThereIsNothingToTake() throws IOException {
        connection.get("/stream");
        write("first");
        connection.received();

        connection.after(Duration.ofDays(1));

        assertThat(stream().isOpen()).isTrue();
    }

    @Test
    void http10GetsItUntilTheConnectionCloses() throws IOException {
        assertThat(connection.send("GET /stream HTTP/1.0\r\n\r\n"))
                .contains("\r\nconnection: close\r\n")
                .doesNotContain("chunked");
        write("all");
        stream().end();

        assertThat(connection.received()).isEqualTo("all");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void clientThatLeavesIsReportedOnceAndWhatFollowsIsThrownAway() throws IOException {
        connection.get("/stream");

        connection.close();
        write("late");

        assertThat(told).containsExactly("closed");
        assertThat(stream().isOpen()).isFalse();
    }

    @Test
    void connectionIsGivenAwayWithWhatItHasLeftOver() throws IOException {
        String answer = connection.get("/up", "upgrade: echo", "connection: upgrade");

        assertThat(answer).startsWith("HTTP/1.1 101 Switching Protocols\r\n").contains("\r\nupgrade: echo\r\n");
        assertThat(connection.send("no HTTP any more")).isEqualTo("no HTTP any more");
        assertThat(connection.after(Duration.ofDays(1))).isEmpty();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void allMethodsOfAResourceAreNamed() throws IOException {
        assertThat(connection.send("PATCH /things/a HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nallow: GET, HEAD, DELETE, PUT\r\n");
        assertThat(connection.send("DELETE /things/a HTTP/1.1\r\nhost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ");
        assertThat(connection.get("/things/")).startsWith("HTTP/1.1 404 ");
        assertThat(connection.get("/things/a/b")).startsWith("HTTP/1.1 404 ");
    }

    private void begin(Exchange exchange) {
        stream = exchange.stream(HttpResponseStatus.OK, "text/plain", new AnswerStream.Listener() {
            @Override
            public void writable() {
                told.add("writable");
            }

            @Override
            public void closed() {
                told.add("closed");
            }
        });
    }

    private static void upgrade(Exchange exchange) {
        exchange.header(HttpHeaderNames.UPGRADE, "echo");
        exchange.upgrade(channel -> {
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object bytes) {
                    ctx.writeAndFlush(bytes);
                }
            });
            channel.config().setAutoRead(true);
        });
    }

    private AnswerStream stream() {
        return Objects.requireNonNull(stream);
    }

    private void write(String text) {
        stream().write(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
}
