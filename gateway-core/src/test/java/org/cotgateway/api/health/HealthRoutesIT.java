package org.cotgateway.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRoutesIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    @TempDir
    Path directory;

    @Test
    void aGatewayThatIsOpenIsLiveAndReadyForEverybody() throws Exception {
        GatewaySettings nobodyOperates = GatewaySettings.builder()
                .http(HttpSettings.on(ANY).operatedFrom(List.of()))
                .build();
        HubSettings open = HubSettings.NONE.with(List.of(StreamInlet.open(ANY)), List.of());
        try (GatewayFixture server = new GatewayFixture(directory, nobodyOperates, open)) {
            assertThat(Curl.run("-i", server.url("/health/live")))
                    .startsWith("HTTP/1.1 200 OK\n")
                    .contains("content-type: application/json\n", "cache-control: no-store\n")
                    .endsWith("{\"status\":\"live\"}\n");
            assertThat(Curl.run("-i", server.url("/health/ready")))
                    .startsWith("HTTP/1.1 200 OK\n")
                    .endsWith("{\"status\":\"ready\"}\n");
            assertThat(Curl.run("-I", server.url("/health/ready"))).startsWith("HTTP/1.1 200 OK\n");
        }
    }

    @Test
    void aListenerThatWaitedForAPortInVainIsAReasonUntilItIsOpen() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        InetSocketAddress first = new InetSocketAddress("127.0.0.1", port);
        InetSocketAddress nowhere = new InetSocketAddress("192.0.2.1", port);
        HubSettings before = HubSettings.NONE.with(List.of(StreamInlet.open("first", first)), List.of());
        try (GatewayFixture server = new GatewayFixture(directory, GatewaySettings.DEFAULT, before)) {
            server.gateway().apply(HubSettings.NONE.with(List.of(StreamInlet.open("second", nowhere)), List.of()));

            assertThat(Curl.run("-i", server.url("/health/ready")))
                    .startsWith("HTTP/1.1 503 Service Unavailable\n")
                    .contains("content-type: application/problem+json\n")
                    .contains("\"detail\":\"the gateway is not ready\"", "\"reasons\":[\"listener second: ");
            assertThat(Curl.run("-i", server.url("/health/live"))).startsWith("HTTP/1.1 200 OK\n");

            server.gateway().apply(before);
            assertThat(Curl.run("-i", server.url("/health/ready"))).startsWith("HTTP/1.1 200 OK\n");
        }
    }
}
