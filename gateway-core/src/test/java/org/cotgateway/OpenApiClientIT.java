package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.testing.NodePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that knows nothing of the gateway but its OpenAPI document: openapi-client-axios from npm. */
class OpenApiClientIT {

    private static final Map<String, Object> EVENT = Map.of(
            "uid", "well-7", "type", "a-u-G", "callsign", "Well", "point", Map.of("lat", 48.2082, "lon", 16.3738));

    @TempDir
    Path directory;

    private static JsonNode call(NodePeer client, String operation, Map<String, ?> parameters, Object body)
            throws Exception {
        client.tell(Map.of("operation", operation, "parameters", parameters, "body", body));
        return client.next();
    }

    @Test
    void whatTheDocumentNamesCanBeCalled() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                NodePeer client = NodePeer.start("openapi-client.js", server.url(""))) {
            JsonNode published = call(client, "publishEvents", Map.of(), EVENT);
            assertThat(published.at("/answer/accepted").intValue())
                    .as("%s", published)
                    .isOne();

            JsonNode found = call(client, "getEvents", Map.of("type", List.of("a-u", "a-h"), "format", "geojson"), "");
            assertThat(found.at("/answer/features/0/properties/callsign").textValue())
                    .as("%s", found)
                    .isEqualTo("Well");

            Map<String, String> receiver = Map.of("name", "Team 1/2", "address", "127.0.0.1:4242:udp");
            assertThat(call(client, "addReceiver", Map.of(), receiver)
                            .path("status")
                            .intValue())
                    .isEqualTo(201);
            Map<String, String> name = Map.of("name", "Team 1/2");
            JsonNode one = call(client, "getReceiver", name, "");
            assertThat(one.at("/answer/address").textValue()).as("%s", one).isEqualTo("127.0.0.1:4242:udp");
            assertThat(call(client, "addReceiver", Map.of(), receiver)
                            .path("status")
                            .intValue())
                    .isEqualTo(409);
            assertThat(call(client, "removeReceiver", name, "").path("status").intValue())
                    .isEqualTo(204);

            assertThat(call(client, "deleteEvent", Map.of("uid", "well-7"), "")
                            .path("status")
                            .intValue())
                    .isEqualTo(204);
            assertThat(call(client, "getReady", Map.of(), "")
                            .at("/answer/status")
                            .textValue())
                    .isEqualTo("ready");
        }
    }
}
