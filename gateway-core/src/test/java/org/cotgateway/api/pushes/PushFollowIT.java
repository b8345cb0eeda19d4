package org.cotgateway.api.pushes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.api.pushes.PushesApi.DEVICE_PORT;
import static org.cotgateway.api.pushes.PushesApi.begin;
import static org.cotgateway.api.pushes.PushesApi.data;
import static org.cotgateway.api.pushes.PushesApi.fleet;
import static org.cotgateway.api.pushes.PushesApi.url;
import static org.cotgateway.api.pushes.PushesApi.well7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceSettings;
import org.cotgateway.device.Fault;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.testing.Curl;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes that are followed live by the real curl. */
class PushFollowIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long SEED = 6;

    @TempDir
    Path directory;

    private Path event;

    @BeforeEach
    void makeEvent() throws IOException {
        event = well7(directory);
    }

    @Test
    void aReaderThatVanishesIsForgottenAndOneThatComesBackHasTheWholeReport() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                DeviceFleet fleet = fleet("127.50.46.1", 1, DeviceSettings.DEFAULT.withFaults(Fault.NO_ACK))) {
            String id = begin(
                    server,
                    "event=<" + event,
                    "attachment=@" + Packages.randomFile(directory, "photo.jpg", 50_000, SEED),
                    "deadline=5s",
                    "contactPort=" + DEVICE_PORT,
                    "to=127.50.46.1:" + DEVICE_PORT + ":tcp");
            Process first = Curl.start("-N", "-H", "Accept: text/event-stream", url(server, "/" + id));
            try (BufferedReader reader = first.inputReader(StandardCharsets.UTF_8)) {
                assertThat(reader.readLine()).isEqualTo("retry: 2000");
            }
            first.destroyForcibly();

            List<String> lines = Curl.run(
                            "-N", "-H", "Accept: text/event-stream", "-H", "Last-Event-ID: 1", url(server, "/" + id))
                    .lines()
                    .toList();

            List<String> reports = data(lines, "report");
            JsonNode last = JSON.readTree(reports.get(reports.size() - 1));
            assertThat(last.at("/deliveries/0/state").textValue()).isEqualTo("expired");
            assertThat(last.at("/deliveries/0/reason").textValue()).contains("not acknowledged by the deadline");
        }
    }

    @Test
    void thatADeliveryIsQueuedIsToldOnce() throws Exception {
        // The second endpoint is not tried before the first has had its second, which leaves time to begin to follow.
        GatewaySettings oneAfterTheOther = GatewaySettings.builder()
                .channel(RecordCopy.of(ChannelSettings.DEFAULT)
                        .with("maxConnectsInFlight", 1)
                        .with("connectSlice", Duration.ofSeconds(1))
                        .get())
                .build();
        try (GatewayFixture server = new GatewayFixture(directory, oneAfterTheOther, HubSettings.NONE);
                DeviceFleet fleet = fleet("127.50.48.1", 1);
                ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getByName("127.50.47.1"));
                Socket fillsTheBacklog = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                Socket fillsItToo = new Socket(deaf.getInetAddress(), deaf.getLocalPort())) {
            assertThat(fillsTheBacklog.isConnected() && fillsItToo.isConnected())
                    .isTrue();
            String id = begin(
                    server,
                    "event=<" + event,
                    "deadline=4s",
                    "to=127.50.47.1:" + deaf.getLocalPort() + ":tcp",
                    "to=127.50.48.1:" + DEVICE_PORT + ":tcp");

            List<String> lines = Curl.run("-N", "-H", "Accept: text/event-stream", url(server, "/" + id))
                    .lines()
                    .toList();

            assertThat(JSON.readTree(data(lines, "report").get(0))
                            .at("/deliveries/1/state")
                            .textValue())
                    .isEqualTo("queued");
            assertThat(data(lines, "delivery"))
                    .filteredOn(delivery -> delivery.contains("127.50.48.1"))
                    .singleElement()
                    .asString()
                    .contains("\"state\":\"sent\"");
        }
    }

    @Test
    void aPushToThousandsIsToldWholeAtTheBeginningAndAtTheEnd() throws Exception {
        int many = 3_000;
        Path form = directory.resolve("form");
        StringBuilder config = new StringBuilder("form = \"event=<" + event + "\"\n");
        for (int i = 0; i < many; i++) {
            config.append("form = \"to=127.60.")
                    .append(i / 250)
                    .append('.')
                    .append(i % 250)
                    .append(":9:udp\"\n");
        }
        Files.writeString(form, config);
        try (GatewayFixture server = new GatewayFixture(directory)) {
            String id = JSON.readTree(Curl.run("-K", form.toString(), url(server, "")))
                    .at("/pushId")
                    .textValue();

            List<String> lines = Curl.run("-N", "-H", "Accept: text/event-stream", url(server, "/" + id))
                    .lines()
                    .toList();

            List<String> reports = data(lines, "report");
            assertThat(reports).hasSize(2);
            JsonNode first = JSON.readTree(reports.get(0));
            assertThat(first.at("/deliveries")).hasSize(many);
            assertThat(data(lines, "delivery"))
                    .as("each once, and none that the first report told as it is")
                    .hasSize(many - first.at("/sent").intValue());
            assertThat(JSON.readTree(reports.get(1)).at("/sent").intValue()).isEqualTo(many);
        }
    }
}
