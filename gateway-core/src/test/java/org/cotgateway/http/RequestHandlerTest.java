package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests good and bad, and when connections end. */
class RequestHandlerTest extends HttpTest {

    private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\n";

    @Test
    void oneConnectionTakesManyRequests() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(connection.get("/nothing"))
                    .startsWith(NOT_FOUND)
                    .contains("\r\ncontent-type: application/problem+json\r\n")
                    .endsWith("\"detail\":\"nothing here\"}\n");
        }

        assertThat(connection.isOpen()).isTrue();
        assertThat(counters.get(Counter.HTTP_REQUESTS)).isEqualTo(3);
        assertThat(counters.get(Counter.HTTP_REJECTED)).isEqualTo(3);
    }

    @Test
    void requestsThatArriveTogetherAreAllAnswered() throws IOException {
        String request = "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n";

        String answers = connection.send(request.repeat(50));

        assertThat(answers.split("HTTP/1.1 404 ", -1)).hasSize(51);
    }

    @Test
    void requestMayArriveByteByByte() throws IOException {
        String answer = "";
        for (char c : "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n".toCharArray()) {
            assertThat(answer).isEmpty();
            answer = connection.send(String.valueOf(c));
        }

        assertThat(answer).startsWith(NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/x.y\r\n\r\n",
                "\u0000\u0001\u0002\u0003 \r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\n: no name\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET http://me@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET relative HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            })
    void malformedRequestsAreRefusedAndTheConnectionEnds(String request) throws IOException {
        String answer = connection.send(request);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("\r\nconnection: close\r\n")
                .endsWith("\n");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(connection.isOpen()).isFalse();
        assertThat(counters.get(Counter.HTTP_REJECTED)).isEqualTo(1);
    }

    @Test
    void tooLongARequestLineIsRefused() throws IOException {
        assertThat(connection.get("/" + "x".repeat(1_000)))
                .startsWith("HTTP/1.1 414 ")
                .contains("more than 1000 bytes");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void tooManyHeadersAreRefused() throws IOException {
        assertThat(connection.get("/", "X: " + "y".repeat(2_000)))
                .startsWith("HTTP/1.1 431 ")
                .contains("more than 2000 bytes");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void smallBodiesAreThrownAway() throws IOException {
        String answer =
                connection.send("GET /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n" + "x".repeat(500));

        assertThat(answer).startsWith(NOT_FOUND);
        assertThat(connection.get("/nothing")).startsWith(NOT_FOUND);
    }

    @Test
    void largeBodiesAreRefusedBeforeTheyHaveArrived() throws IOException {
        String answer = connection.send(
                "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(501));

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("no body is wanted here");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void largeChunkedBodiesAreRefused() throws IOException {
        String answer = connection.send("GET /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1f5\r\n"
                + "x".repeat(501) + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void expectingClientIsToldAtOnce() throws IOException {
        String answer = connection.send(
                "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 417 ");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoSendsMuchToWhereNothingTakesItIsToldThatAndNotThatItIsTooMuch() throws IOException {
        String answer = connection.send(
                "POST /evnts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(501));

        assertThat(answer).startsWith(NOT_FOUND).contains("\r\nconnection: close\r\n");
        assertThat(connection.isOpen()).isFalse();
        try (Connection other = newConnection()) {
            assertThat(other.send("PUT /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1f5\r\n"
                            + "x".repeat(501) + "\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\r\nallow: GET, HEAD\r\n", "\r\nconnection: close\r\n");
        }
        assertThat(counters.get(Counter.HTTP_REQUESTS)).isEqualTo(2);
        assertThat(counters.get(Counter.HTTP_REJECTED)).isEqualTo(2);
    }

    @Test
    void whoAsksWhetherToSendToWhereNothingTakesItIsToldThat() throws IOException {
        String expecting = " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n";

        assertThat(connection.send("POST /evnts" + expecting)).startsWith(NOT_FOUND);
        assertThat(connection.isOpen()).isFalse();
        try (Connection other = newConnection()) {
            assertThat(other.send("PUT /metrics" + expecting)).startsWith("HTTP/1.1 405 ");
        }
    }

    @Test
    void otherMethodsAreNotAllowedWhereThereIsSomething() throws IOException {
        String answer = connection.send("DELETE /package/x/y HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405 ").contains("\r\nallow: GET, HEAD\r\n");
        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.send("BREW /nothing HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith(NOT_FOUND);
    }

    @Test
    void http10ClosesUnlessAskedNotTo() throws IOException {
        String kept = connection.send("GET /nothing HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(kept).startsWith(NOT_FOUND).contains("\r\nconnection: keep-alive\r\n");
        assertThat(connection.isOpen()).isTrue();

        String last = connection.send("GET /nothing HTTP/1.0\r\n\r\n");
        assertThat(last).startsWith(NOT_FOUND).contains("\r\nconnection: close\r\n");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void clientCanAskForTheEnd() throws IOException {
        assertThat(connection.get("/nothing", "Connection: close")).contains("\r\nconnection: close\r\n");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void newerVersionsAreNotSpoken() throws IOException {
        assertThat(connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void silentConnectionIsClosedAfterTenSeconds() throws IOException {
        assertThat(connection.after(Duration.ofMillis(9_999))).isEmpty();
        assertThat(connection.isOpen()).isTrue();

        assertThat(connection.after(Duration.ofMillis(1))).startsWith("HTTP/1.1 408 ");
        assertThat(connection.isOpen()).isFalse();
        assertThat(counters.get(Counter.HTTP_TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void requestThatTricklesInHasTenSecondsInAll() throws IOException {
        connection.get("/nothing");
        connection.after(Duration.ofSeconds(30));
        connection.send("GET /");
        for (int i = 0; i < 9; i++) {
            assertThat(connection.after(Duration.ofSeconds(1))).isEmpty();
            connection.send("x");
        }

        assertThat(connection.after(Duration.ofSeconds(1))).startsWith("HTTP/1.1 408 ");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void keptConnectionMayIdleForAMinute() throws IOException {
        connection.get("/nothing");

        connection.after(Duration.ofMillis(59_999));
        assertThat(connection.isOpen()).isTrue();

        assertThat(connection.after(Duration.ofMillis(1))).isEmpty();
        assertThat(connection.isOpen()).isFalse();
        assertThat(counters.get(Counter.HTTP_TIMED_OUT)).isEqualTo(1);
    }
}
