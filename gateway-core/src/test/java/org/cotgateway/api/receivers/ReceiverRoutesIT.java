package org.cotgateway.api.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverRoutesIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final EndpointReceiver OF_FILE = EndpointReceiver.of(Endpoint.tcp("127.53.0.9", 4242));
    private static final String EVENT = "<event version='2.0' uid='x-1' type='a-h-G' how='h-e'"
            + " time='2026-01-01T00:00:00Z' start='2026-01-01T00:00:00Z' stale='2090-01-01T00:00:00Z'>"
            + "<point lat='1' lon='2' hae='3' ce='4' le='5'/><detail/></event>";

    @TempDir
    Path directory;

    private GatewayFixture open() throws Exception {
        return new GatewayFixture(directory, GatewaySettings.DEFAULT, settings(OF_FILE));
    }

    private static HubSettings settings(EndpointReceiver... endpoints) {
        return HubSettings.NONE.with(List.of(StreamInlet.open(ANY)), List.of(endpoints));
    }

    private static String post(GatewayFixture server, String json) throws Exception {
        return Curl.run("-i", "--json", json, server.url("/api/v1/receivers"));
    }

    private static JsonNode json(GatewayFixture server, String path) throws Exception {
        return JSON.readTree(Curl.run(server.url("/api/v1/receivers" + path)));
    }

    @Test
    void aReceiverThatIsAddedGetsEventsUntilItIsRemoved() throws Exception {
        try (GatewayFixture server = open();
                DeviceFleet fleet = DeviceFleet.start(
                        FleetSettings.DEFAULT.withCount(1).withAddress("127.53.1.1", 0), DeviceObserver.NONE);
                Socket client = new Socket(
                        "127.0.0.1", server.gateway().streamAddresses().get(0).getPort())) {
            InetSocketAddress device = fleet.devices().get(0).address();
            String address = device.getHostString() + ":" + device.getPort() + ":tcp";

            String created = post(server, "{\"name\":\"Team É 1/2\",\"address\":\"" + address + "\"}");
            assertThat(created)
                    .startsWith("HTTP/1.1 201 Created\n")
                    .contains("location: /api/v1/receivers/Team%20%C3%89%201%2F2\n", "\"added\":true");

            client.getOutputStream().write(EVENT.getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
            Await.until(() -> fleet.devices().get(0).tally().shown() == 1);
            JsonNode one = Await.until(
                    () -> json(server, "/Team%20%C3%89%201%2F2"),
                    node -> node.path("sentEvents").asInt() == 1);
            assertThat(one.path("address").asText()).isEqualTo(address);
            assertThat(json(server, "").path("count").asInt()).isEqualTo(3);

            assertThat(Curl.run("-i", "-X", "DELETE", server.url("/api/v1/receivers/Team%20%C3%89%201%2F2")))
                    .startsWith("HTTP/1.1 204 No Content\n");
            assertThat(json(server, "/Team%20%C3%89%201%2F2").path("status").asInt())
                    .isEqualTo(404);
            assertThat(json(server, "").path("count").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aReceiverOfNobodyIsShownWithoutGroups() throws Exception {
        try (GatewayFixture server = open()) {
            String created = post(
                    server, "{\"name\":\"x\",\"address\":\"127.53.0.1:4242:tcp\",\"groups\":{\"in\":[],\"out\":[]}}");

            assertThat(created).startsWith("HTTP/1.1 201 Created\n").contains("\"groups\":{\"in\":[],\"out\":[]}");
        }
    }

    @Test
    void multicastLeavesByTheInterfaceThatIsNamed() throws Exception {
        try (GatewayFixture server = open()) {
            for (String each : List.of("lo", "127.0.0.1")) {
                String name = "mesh-" + each;
                String address = "udp://239.53.0.1:16969?ttl=0&interface=" + each;
                assertThat(post(server, "{\"name\":\"" + name + "\",\"address\":\"" + address + "\"}"))
                        .startsWith("HTTP/1.1 201 Created\n");
                assertThat(json(server, "/" + name).path("trouble").isNull()).isTrue();
                assertThat(Curl.run("-i", "-X", "DELETE", server.url("/api/v1/receivers/" + name)))
                        .startsWith("HTTP/1.1 204 ");
            }
        }
    }

    @Test
    void newSettingsLeaveWhatWasAddedUnlessTheyNameItThemselves() throws Exception {
        try (GatewayFixture server = open()) {
            post(server, "{\"name\":\"a\",\"address\":\"127.53.0.1:4242:tcp\"}");
            post(server, "{\"name\":\"b\",\"address\":\"127.53.0.2:4242:tcp\"}");

            EndpointReceiver b =
                    new EndpointReceiver("b2", Endpoint.tcp("127.53.0.2", 4242), null, OF_FILE.membership());
            server.gateway().apply(settings(b));

            JsonNode receivers = json(server, "").path("receivers");
            assertThat(receivers.findValuesAsText("name")).containsExactlyInAnyOrder("a", "b2");
            assertThat(json(server, "/a").path("added").asBoolean()).isTrue();
            assertThat(json(server, "/b2").path("added").asBoolean()).isFalse();
            server.gateway().apply(settings());
            assertThat(json(server, "").path("receivers").findValuesAsText("name"))
                    .containsExactly("a");
        }
    }

    @Test
    void namesAndAddressesThatAreThereAreConflicts() throws Exception {
        try (GatewayFixture server = open()) {
            assertThat(post(server, "{\"name\":\"" + OF_FILE.name() + "\",\"address\":\"127.53.0.1:4242:tcp\"}"))
                    .startsWith("HTTP/1.1 409 Conflict\n")
                    .contains("\"field\":\"name\"");
            assertThat(post(server, "{\"name\":\"a\",\"address\":\"tcp://127.53.0.9:4242\"}"))
                    .startsWith("HTTP/1.1 409 Conflict\n")
                    .contains("\"field\":\"address\"");
            assertThat(Curl.run("-i", "-X", "DELETE", server.url("/api/v1/receivers/" + OF_FILE.name())))
                    .startsWith("HTTP/1.1 409 Conflict\n")
                    .contains("take it out there");
            assertThat(Curl.run("-i", "-X", "DELETE", server.url("/api/v1/receivers/nobody")))
                    .startsWith("HTTP/1.1 404 Not Found\n");
        }
    }

    @Test
    void whatIsNoReceiverIsRefusedWithAllThatIsWrong() throws Exception {
        try (GatewayFixture server = open()) {
            assertThat(post(server, "{\"name\":\"\",\"address\":\"x\",\"tls\":{}}"))
                    .startsWith("HTTP/1.1 422 Unprocessable Entity\n")
                    .contains(
                            "application/problem+json",
                            "\"field\":\"name\"",
                            "\"field\":\"address\"",
                            "\"field\":\"tls\"");
            assertThat(post(
                            server,
                            "{\"name\":\"mesh\",\"address\":\"udp://239.2.3.1:6969?interface=nowhere0\",\"x\":1}"))
                    .startsWith("HTTP/1.1 422 Unprocessable Entity\n")
                    .contains("\"field\":\"address\"", "\"field\":\"x\"")
                    .containsPattern("option interface must be a network interface of this machine: .*\\blo\\b");
            assertThat(post(server, "{\"name\":\"mesh\",\"address\":\"udp://239.2.3.1:6969?interface=192.0.2.7\"}"))
                    .startsWith("HTTP/1.1 422 Unprocessable Entity\n");
            assertThat(Curl.run("-i", "-d", "name=a", server.url("/api/v1/receivers")))
                    .startsWith("HTTP/1.1 415 Unsupported Media Type\n")
                    .contains("accept: application/json\n");
            assertThat(post(server, "\"" + "x".repeat(100_000) + "\"")).startsWith("HTTP/1.1 422 ");
            assertThat(Curl.run("-i", server.url("/api/v1/receivers?limit=1")))
                    .startsWith("HTTP/1.1 400 Bad Request\n");
            assertThat(json(server, "").path("count").asInt()).isOne();
        }
    }
}
