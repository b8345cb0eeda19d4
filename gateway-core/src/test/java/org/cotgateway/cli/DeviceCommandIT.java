package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCommandIT {

    private static final int PORT = 4242;

    @TempDir
    private Path directory;

    @Test
    void printsWhatItSeesAndSavesWhatItTook() throws Exception {
        Path photo = Files.writeString(directory.resolve("photo.jpg"), "not really a photo");
        Path saved = directory.resolve("saved");
        CompletableFuture<Run> device = CompletableFuture.supplyAsync(() -> Run.cotgw(
                "device",
                "--host",
                "127.52.0.1",
                "--until-acks",
                "1",
                "--duration",
                "30s",
                "--save",
                saved.toString()));
        Run push = Run.cotgw(
                "push",
                "--to",
                "127.52.0.1:" + PORT + ":tcp",
                "--uid",
                "marker-1",
                "--callsign",
                "Alpha",
                "--lat",
                "1",
                "--lon",
                "2",
                "--type",
                "a-f-G",
                "--attach",
                photo.toString(),
                "--advertise",
                "127.0.0.1",
                "--timeout",
                "30s");
        Run run = device.get(60, TimeUnit.SECONDS);

        assertThat(push.exit()).as(push.err() + push.out()).isZero();
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        assertThat(run.out())
                .contains(
                        "DEV-001  shows  a-f-G  marker-1  \"Alpha\"  by tcp",
                        "DEV-001  taken",
                        "\"File transferred successfully\"",
                        "1 device: ");
        try (var files = Files.list(saved.resolve("DEV-001"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatHasNoCallsignIsNamedByItsUidAlone() throws Exception {
        Path event = Files.writeString(
                directory.resolve("event.xml"),
                "<event version='2.0' uid='marker-2' type='a-f-G' how='m-g' time='2020-01-01T00:00:00Z'"
                        + " start='2020-01-01T00:00:00Z' stale='2020-01-01T00:05:00Z'>"
                        + "<point lat='1' lon='2' hae='3' ce='4' le='5'/></event>");
        CompletableFuture<Run> device = CompletableFuture.supplyAsync(
                () -> Run.cotgw("device", "--host", "127.52.2.1", "--until-events", "1", "--duration", "30s"));
        Run replay = Run.cotgw("replay", event.toString(), "--to", "127.52.2.1:" + PORT + ":tcp");
        Run run = device.get(60, TimeUnit.SECONDS);

        assertThat(replay.exit()).as(replay.err() + replay.out()).isZero();
        assertThat(run.out()).contains("DEV-001  shows  a-f-G  marker-2  by tcp");
    }

    @Test
    void jsonIsOneDocumentWithEveryDevice() throws Exception {
        Run run = Run.cotgw(
                "device", "--count", "3", "--host", "127.53.0.1", "--port", "0", "--duration", "10ms", "--json");

        assertThat(run.exit()).isZero();
        JsonNode document = run.json();
        assertThat(document.get("devices").asInt()).isEqualTo(3);
        assertThat(document.get("seen")).hasSize(3);
        assertThat(document.at("/seen/2/callsign").asText()).isEqualTo("DEV-003");
        assertThat(document.at("/seen/2/address").asText()).startsWith("127.53.0.3:");
        assertThat(document.at("/seen/2/tally/events").asInt()).isZero();
    }

    @Test
    void exitsWithOneWhenTheTimeIsOverFirst() {
        Run run =
                Run.cotgw("device", "--host", "127.53.1.1", "--port", "0", "--until-events", "1", "--duration", "10ms");

        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void namesEverythingThatIsWrongWithItsOptions() {
        Run run = Run.cotgw("device", "--count", "0", "--host", "nowhere", "--port", "-1");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("count", "nowhere", "port");
        assertThat(Run.cotgw("device", "--fault", "none").err()).contains("is no fault");
        assertThat(Run.cotgw("device", "--multicast", "a:b").err()).contains("239.2.3.1:6969");
        assertThat(Run.cotgw("device", "--multicast", "10.0.0.1:6969").err()).contains("multicast");
    }

    @Test
    void namesAnAddressThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.53.2.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            Run run = Run.cotgw("device", "--host", "127.53.2.1", "--port", port, "--json");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("127.53.2.1:" + port);
            assertThat(run.json().at("/error/message").asText()).contains("127.53.2.1:" + port);
        }
    }

    @Test
    void takesFaultsWithHyphens() {
        Run run = Run.cotgw(
                "device", "--host", "127.53.3.1", "--port", "0", "--duration", "10ms", "--fault", "no-ack,slow");

        assertThat(run.exit()).as(run.err()).isZero();
    }
}
