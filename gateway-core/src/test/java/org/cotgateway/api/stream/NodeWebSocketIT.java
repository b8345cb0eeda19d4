package org.cotgateway.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cotgateway.hub.StreamPeer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.NodePeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The WebSocket client {@code ws} of Node, with {@code @tak-ps/node-cot} for TAK Protocol. */
class NodeWebSocketIT extends WebSocketFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StreamPeer other;

    @BeforeEach
    void letAnotherIn() throws IOException {
        other = stream();
        await(Counter.CLIENTS_CONNECTED, 1);
    }

    @AfterEach
    void letItGo() throws IOException {
        other.close();
    }

    private NodePeer node(String query) throws IOException {
        return NodePeer.start(
                "websocket-client.js", "ws://127.0.0.1:" + gateway.httpAddress().getPort() + "/api/v1/stream" + query);
    }

    @Test
    void jsonGoesBothWaysWithoutCompression() throws Exception {
        try (NodePeer node = node("?type=a-f")) {
            assertThat(node.next("what", "open").path("extensions").asText()).isEmpty();
            other.send(
                    StreamPeer.event("foe", "a-h-G", "") + StreamPeer.event("u-1", "a-f-G", "<remarks>näh</remarks>"));
            JsonNode event =
                    JSON.readTree(node.next("what", "text").path("text").asText());
            assertThat(event.path("uid").asText()).isEqualTo("u-1");
            node.tell(Map.of("text", event.toString().replace("u-1", "u-2")));
            assertThat(other.next()).contains("uid=\"u-2\"", "näh");
        }
    }

    @Test
    void takProtocolGoesBothWaysAsNodeCotHasIt() throws Exception {
        try (NodePeer node = node("?format=tak")) {
            node.next("what", "open");
            other.send(StreamPeer.event("u-1", "a-f-G", "<contact callsign=\"ALPHA\"/>"));
            JsonNode event = node.next("what", "tak");
            assertThat(event.path("uid").asText()).isEqualTo("u-1");
            assertThat(event.at("/raw/event/detail/contact/_attributes/callsign")
                            .asText())
                    .isEqualTo("ALPHA");
            node.tell(Map.of(
                    "tak",
                    Map.of(
                            "id",
                            "node-1",
                            "type",
                            "Feature",
                            "properties",
                            Map.of("type", "a-f-G-U-C", "how", "m-g", "callsign", "NODE"),
                            "geometry",
                            Map.of("type", "Point", "coordinates", List.of(16.37, 48.21, 170)))));
            assertThat(other.next()).contains("uid=\"node-1\"", "NODE", "lat=\"48.21\"");
        }
    }

    @Test
    void itsCloseIsAnsweredAndOursIsUnderstood() throws Exception {
        try (NodePeer leaving = node("");
                NodePeer staying = node("")) {
            leaving.next("what", "open");
            staying.next("what", "open");
            leaving.tell(Map.of("close", 4_000));
            assertThat(leaving.next("what", "close").path("code").asInt()).isEqualTo(4_000);
            gateway.close();
            JsonNode end = staying.next("what", "close");
            assertThat(end.path("code").asInt()).isEqualTo(1_001);
            assertThat(end.path("reason").asText()).isEqualTo("the gateway stops");
        }
    }
}
