package org.cotgateway.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.OutboxSettings;
import org.cotgateway.channel.WebSocketSettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.StreamPeer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** WebSocket clients that say nothing, take nothing, or never come to an end. */
class WebSocketLivenessIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static CotGateway open(int maxEvents, Duration slowTimeout, Duration pingInterval, Duration messageTimeout)
            throws IOException {
        WebSocketSettings settings = new WebSocketSettings(
                10,
                new OutboxSettings(maxEvents, 4 << 20, Duration.ofMillis(10)),
                slowTimeout,
                pingInterval,
                messageTimeout,
                Duration.ofMillis(200),
                512_000);
        return CotGateway.open(
                GatewaySettings.builder()
                        .bind("127.0.0.1")
                        .channel(ChannelSettings.DEFAULT.with(settings))
                        .build(),
                HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), List.of()));
    }

    private static WebSocketPeer webSocket(CotGateway gateway) throws IOException {
        return WebSocketPeer.open(gateway.httpAddress(), "?format=xml");
    }

    @Test
    void whoeverIsSilentIsAskedAndClosedWithoutAnAnswer() throws IOException {
        try (CotGateway gateway = open(1_000, LONG, SHORT, LONG);
                WebSocketPeer web = webSocket(gateway)) {
            WebSocketPeer.Frame ping = web.frame();
            assertThat(ping.opcode()).isEqualTo(WebSocketPeer.PING);
            web.send(WebSocketPeer.frame(0x80 | WebSocketPeer.PONG, ping.payload()));
            assertThat(web.frame().opcode()).isEqualTo(WebSocketPeer.PING);
            WebSocketPeer.Frame end = web.closed();
            assertThat(end.code()).isEqualTo(1008);
            assertThat(end.reason()).startsWith("no pong within");
            assertThat(gateway.counters().get(Counter.WEBSOCKETS_SILENT)).isEqualTo(1);
        }
    }

    @Test
    void aMessageThatNeverEndsEndsTheConnectionHoweverEmptyItsPartsAre() throws IOException {
        try (CotGateway gateway = open(1_000, LONG, LONG, SHORT);
                WebSocketPeer web = webSocket(gateway)) {
            web.send(WebSocketPeer.frame(WebSocketPeer.TEXT, "<".getBytes(StandardCharsets.UTF_8)));
            for (int i = 0; i < 1_000; i++) {
                web.send(WebSocketPeer.frame(0, new byte[0]));
            }
            WebSocketPeer.Frame end = web.closed();
            assertThat(end.code()).isEqualTo(1008);
            assertThat(end.reason()).startsWith("a message had no end within");
        }
    }

    @Test
    void whoeverNeverReadsGetsTheNewestOnlyThenIsClosedAndOthersAreNotDisturbed() throws Exception {
        try (CotGateway gateway = open(200, SHORT, LONG, LONG);
                StreamPeer sender = new StreamPeer(gateway.streamAddresses().get(0));
                WebSocketPeer reader = webSocket(gateway);
                WebSocketPeer stopped = WebSocketPeer.open(gateway.httpAddress(), "?format=xml", 4_096)) {
            Await.until(() -> gateway.counters().get(Counter.WEBSOCKETS_CONNECTED) == 2
                    && gateway.counters().get(Counter.CLIENTS_CONNECTED) == 1);
            String filler = "<remarks>" + "x".repeat(20_000) + "</remarks>";
            boolean conflated = false;
            for (int round = 0; gateway.counters().get(Counter.CLIENTS_TOO_SLOW) == 0 && round < 200; round++) {
                // Few uids until newer ones take the place of those that wait, then more than an outbox holds.
                int uids = conflated ? 300 : 10;
                for (int uid = 0; uid < uids; uid++) {
                    sender.send(StreamPeer.event("u-" + uid, "a-f-G", uids == 10 ? filler : ""));
                }
                sender.send(StreamPeer.event("end-" + round, "a-f-G", ""));
                assertThat(reader.next("end-" + round)).contains("</event>");
                conflated |= gateway.counters().get(Counter.EVENTS_CONFLATED) > 0;
            }
            assertThat(conflated)
                    .as("newer events took the place of older ones")
                    .isTrue();
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_TOO_SLOW) == 1);
            sender.send(StreamPeer.event("after", "a-f-G", ""));
            assertThat(reader.next("after")).contains("</event>");
            Await.until(() -> gateway.counters().get(Counter.WEBSOCKETS_LEFT) == 1);
            stopped.close();
        }
    }
}
