package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only operators may ask; the embedded channel's client is one. */
class OperatorRouteTest extends HttpTest {

    @Test
    void theStatusIsJsonThatNobodyKeeps() throws IOException {
        String answer = connection.get("/api/v1/status");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\ncontent-type: application/json\r\n")
                .contains("\r\ncache-control: no-store\r\n");
        assertThat(body(answer)).isEqualTo(FixedStatus.STATUS);
    }

    @Test
    void metricsSayTheirFormat() throws IOException {
        String answer = connection.get("/metrics");

        assertThat(answer).contains("\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n");
        assertThat(body(answer)).isEqualTo(FixedStatus.METRICS);
    }

    @Test
    void aPageOfAnotherSiteGetsNothingOutOfAnOperatorsBrowser() throws IOException {
        assertThat(connection.get("/metrics", "Origin: http://evil.example")).startsWith("HTTP/1.1 403 ");
        assertThat(connection.get("/metrics", "Origin: null")).startsWith("HTTP/1.1 403 ");
        assertThat(connection.get("/metrics", "Origin: http://GATEWAY")).startsWith("HTTP/1.1 200 ");
    }

    /** DNS rebinding: for the browser page and server are of one site, but it says by which name. */
    @Test
    void aPageWhoseOwnNameLeadsHereGetsNothingEither() throws IOException {
        String request = " HTTP/1.1\r\nHost: evil.example:8080\r\nOrigin: http://evil.example:8080\r\n\r\n";

        assertThat(connection.send("GET /metrics" + request))
                .startsWith("HTTP/1.1 421 Misdirected Request\r\n")
                .contains("\r\ncontent-type: application/problem+json\r\n")
                .contains("evil.example is no name of this gateway; http.hosts names those that are");
        assertThat(connection.send("GET /api/v1/status" + request)).startsWith("HTTP/1.1 421 ");
        assertThat(counters.get(Counter.HTTP_MISDIRECTED)).isEqualTo(2);
        assertThat(connection.send("GET /package/x" + request)).startsWith("HTTP/1.1 404 ");
        assertThat(connection.send("GET /metrics HTTP/1.1\r\nHost: 192.0.2.1:8080\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aHeadHasTheLengthAndNoBody() throws IOException {
        assertThat(connection.send("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\ncontent-length: " + FixedStatus.METRICS.length() + "\r\n")
                .endsWith("\r\n\r\n");
        assertThat(body(connection.get("/metrics"))).isEqualTo(FixedStatus.METRICS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void nothingElseThanGetAndHeadIsTaken(String method) throws IOException {
        assertThat(connection.send(method + " /api/v1/status HTTP/1.1\r\nHost: x\r\ncontent-length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nallow: GET, HEAD\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/v1", "/api/v2/status", "/api/v1/status/", "/metrics/", "/metrics/all"})
    void whatLiesNextToThemIsNotThere(String path) throws IOException {
        assertThat(connection.get(path)).startsWith("HTTP/1.1 404 ");
    }
}
