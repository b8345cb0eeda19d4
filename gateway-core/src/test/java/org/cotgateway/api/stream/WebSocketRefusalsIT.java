package org.cotgateway.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.WebSocketSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for a WebSocket that are not granted. */
class WebSocketRefusalsIT {

    private CotGateway gateway;

    @BeforeEach
    void open() throws IOException {
        WebSocketSettings two = RecordCopy.of(WebSocketSettings.DEFAULT)
                .with("maxConnections", 2)
                .with("closeTimeout", Duration.ofMillis(200))
                .get();
        gateway = CotGateway.open(GatewaySettings.builder()
                .bind("127.0.0.1")
                .channel(ChannelSettings.DEFAULT.with(two))
                .build());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private String answer(String request) throws IOException {
        return WebSocketPeer.answerTo(gateway.httpAddress(), request);
    }

    @ParameterizedTest
    @CsvSource({
        "'Upgrade: WebSocket\r\n', '', 426, Upgrade",
        "'Connection: keep-alive, Upgrade\r\n', '', 426, Connection",
        "'Version: 13', 'Version: 8', 426, Sec-WebSocket-Version",
        "'GET ', 'HEAD ', 426, ''",
        "'dGhlIHNhbXBsZSBub25jZQ==', 'c2hvcnQ=', 400, Sec-WebSocket-Key",
        "'dGhlIHNhbXBsZSBub25jZQ==', '#', 400, Sec-WebSocket-Key",
    })
    void whatIsNoOpeningHandshakeIsToldWhy(String part, String instead, int status, String field) throws IOException {
        String answer = answer(WebSocketPeer.request("").replace(part, instead));

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(field);
        if (status == 426) {
            assertThat(answer)
                    .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                    .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n");
        }
        assertThat(gateway.counters().get(Counter.WEBSOCKETS_MALFORMED)).isEqualTo(1);
    }

    @Test
    void allThatIsWrongWithTheQueryIsSaidAtOnce() throws IOException {
        String answer = answer(WebSocketPeer.request("?type=*&bbox=1,2&minInterval=5&format=yaml&group=%07&x=1"));

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("application/problem+json")
                .contains("\"type\"", "\"bbox\"", "\"minInterval\"", "\"format\"", "\"group\"", "\"x\"");
    }

    @Test
    void aPageOfAnotherSiteIsRefusedAndOneOfTheGatewaysIsNot() throws IOException {
        String request = WebSocketPeer.request("?format=xml");
        assertThat(answer(request.replace("Upgrade: W", "Origin: http://evil.example\r\nUpgrade: W")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(answer(request.replace("Upgrade: W", "Origin: null\r\nUpgrade: W")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(answer(request.replace("Upgrade: W", "Origin: http://LOCALHOST:8080\r\nUpgrade: W")))
                .startsWith("HTTP/1.1 101 ");
        assertThat(gateway.counters().get(Counter.HTTP_FORBIDDEN)).isEqualTo(2);
    }

    @Test
    void moreThanThereMayBeAreRefusedUntilOneLeaves() throws IOException {
        try (WebSocketPeer one = WebSocketPeer.open(gateway.httpAddress(), "?format=xml");
                WebSocketPeer two = WebSocketPeer.open(gateway.httpAddress(), "?format=xml")) {
            Await.until(() -> gateway.counters().get(Counter.WEBSOCKETS_CONNECTED) == 2);
            assertThat(answer(WebSocketPeer.request("?format=xml"))).startsWith("HTTP/1.1 503 ");
            assertThat(gateway.counters().get(Counter.WEBSOCKETS_REFUSED)).isEqualTo(1);
            two.close();
            Await.until(() -> gateway.counters().get(Counter.WEBSOCKETS_LEFT) == 1);
            assertThat(answer(WebSocketPeer.request("?format=xml"))).startsWith("HTTP/1.1 101 ");
            one.text("");
            assertThat(one.next()).contains("must not be empty");
        }
    }
}
