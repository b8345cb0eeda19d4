package org.cotgateway.api.pushes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.datapackage.PackageInspection;
import org.cotgateway.datapackage.PackageLimits;
import org.cotgateway.datapackage.PackageReader;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.device.SimulatedDevice;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of pushes as people and their programs write them, by the real curl. */
class PushFormsIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String XML =
            "<?xml version='1.0' encoding='UTF-8'?><event version='2.0' uid='well-7' type='a-f-G'"
                    + " how='m-g' time='%1$s' start='%1$s' stale='%2$s'><point lat='48.2' lon='16.37' hae='0' ce='5' le='5'/>"
                    + "<detail><contact callsign='Wéll 7'/></detail></event>";
    private static final String NOWHERE = "to=127.0.0.1:9:udp";

    @TempDir
    Path directory;

    @BeforeEach
    void makePhoto() throws IOException {
        Packages.randomFile(directory, "photo.jpg", 50_000, 7);
    }

    @Test
    void theReadmesExamplePushesAMarkerWithItsPhotoAndFollowsIt() throws Exception {
        Files.writeString(directory.resolve("marker.xml"), xml());
        List<String> commands = readmeCommands();
        FleetSettings two = FleetSettings.DEFAULT.withCount(2).withAddress("127.52.7.7", 4242);
        try (GatewayFixture server = new GatewayFixture(directory);
                DeviceFleet fleet = DeviceFleet.start(two, DeviceObserver.NONE)) {
            String id =
                    JSON.readTree(shell(commands.get(0), server)).at("/pushId").textValue();

            String live = shell(commands.get(1).replace("PUSH_ID", id), server);

            assertThat(live)
                    .startsWith("retry: ")
                    // Two devices on loopback may be done before anybody follows them.
                    .contains("event: report\n", "\"state\":\"acknowledged\"")
                    .contains("\"sent\":2,\"fetched\":2,\"acknowledged\":2,\"failed\":0");
            assertThat(fleet.devices())
                    .extracting(SimulatedDevice::tally)
                    .allSatisfy(tally -> assertThat(tally.taken()).isOne());
        }
    }

    /** Windows' editors write it; the parts say application/xml, application/octet-stream and what is told. */
    @ParameterizedTest
    @ValueSource(strings = {"marker.xml", "marker.json", "marker.geojson", "marker.json;type=application/json"})
    void aByteOrderMarkDoesNotMatter(String part) throws Exception {
        String name = part.replaceFirst(";.*", "");
        String content = switch (name) {
            case "marker.xml" -> xml();
            case "marker.json" -> "{\"uid\":\"well-7\",\"type\":\"a-f-G\",\"point\":{\"lat\":48.2,\"lon\":16.37}}";
            default ->
                "{\"type\":\"Feature\",\"id\":\"well-7\",\"properties\":{},"
                        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[16.37,48.2]}}";
        };
        write(name, "\uFEFF" + content, StandardCharsets.UTF_8);
        try (GatewayFixture server = new GatewayFixture(directory)) {
            JsonNode report = post(server, "event=@" + directory + "/" + part, NOWHERE);

            assertThat(report.at("/uid").textValue()).as(report.toString()).isEqualTo("well-7");
        }
    }

    @Test
    void anArrayOfOneEventIsThatEventAndOfTwoIsRefused() throws Exception {
        String json = "{\"uid\":\"well-7\",\"type\":\"a-f-G\",\"point\":{\"lat\":48.2,\"lon\":16.37}}";
        String feature = "{\"type\":\"Feature\",\"id\":\"well-7\",\"properties\":{},"
                + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[16.37,48.2]}}";
        try (GatewayFixture server = new GatewayFixture(directory)) {
            for (String event : List.of(json, feature)) {
                write("one.txt", " [" + event + "]", StandardCharsets.UTF_8);
                write("two.txt", "[" + event + "," + event + "]", StandardCharsets.UTF_8);

                JsonNode report = post(server, "event=<" + directory.resolve("one.txt"), NOWHERE);
                JsonNode problem = post(server, "event=<" + directory.resolve("two.txt"), NOWHERE);

                assertThat(report.at("/uid").textValue()).as(report.toString()).isEqualTo("well-7");
                assertThat(problem.at("/violations/0/rule").textValue()).isEqualTo("must be one event, not several");
            }
        }
    }

    @Test
    void whatMeansNothingInAnEventIsTold() throws Exception {
        String feature =
                "{\"type\":\"Feature\",\"id\":\"well-7\",\"properties\":{\"callsign\":\"Well\",\"pressure\":7,\"depth\":[1]},"
                        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[16.37,48.2]}}";
        write("f.json", feature, StandardCharsets.UTF_8);
        try (GatewayFixture server = new GatewayFixture(directory)) {
            JsonNode report = post(server, "event=@" + directory.resolve("f.json"), NOWHERE);

            assertThat(report.at("/uid").textValue()).as(report.toString()).isEqualTo("well-7");
            assertThat(report.at("/ignored").toString())
                    .isEqualTo(
                            "[{\"field\":\"/properties/pressure\",\"count\":1},{\"field\":\"/properties/depth\",\"count\":1}]");
            assertThat(report.at("/ignoredLeftOut").intValue()).isZero();
        }
    }

    @Test
    void textThatIsNotUtf8IsSaidToBeNone() throws Exception {
        write("wide.xml", "\uFEFF" + xml(), StandardCharsets.UTF_16LE);
        write("wide.json", "\uFEFF{}", StandardCharsets.UTF_16BE);
        write("latin.xml", xml(), StandardCharsets.ISO_8859_1);
        write("utf-8.xml", xml(), StandardCharsets.UTF_8);
        try (GatewayFixture server = new GatewayFixture(directory)) {
            for (String wide : List.of("wide.xml", "wide.json")) {
                JsonNode problem = post(server, "event=@" + directory.resolve(wide), NOWHERE);
                assertThat(problem.at("/status").intValue()).isEqualTo(422);
                assertThat(problem.at("/violations/0/field").textValue()).isEqualTo("event");
                assertThat(problem.at("/violations/0/rule").textValue()).contains("UTF-16");
            }
            assertThat(post(server, "event=@" + directory.resolve("latin.xml"), NOWHERE)
                            .at("/status")
                            .intValue())
                    .isEqualTo(422);
            write("latin.txt", "Br\u00FCcke", StandardCharsets.ISO_8859_1);
            JsonNode latinName = post(
                    server,
                    "event=@" + directory.resolve("utf-8.xml"),
                    "name=<" + directory.resolve("latin.txt"),
                    NOWHERE);
            assertThat(latinName.at("/violations"))
                    .as("%s", latinName)
                    .extracting(violation -> violation.path("field").asText() + " "
                            + violation.path("rule").asText())
                    .containsExactly("name must be in UTF-8");
        }
    }

    @Test
    void everyFileBesideTheEventIsAttachedWhateverItIsCalled() throws Exception {
        write("marker.xml", xml(), StandardCharsets.UTF_8);
        Path empty = Files.createFile(directory.resolve("empty.txt"));
        try (GatewayFixture server = new GatewayFixture(directory)) {
            String event = "event=@" + directory.resolve("marker.xml");
            String photo = "=@" + directory.resolve("photo.jpg");
            String id = post(server, event, "file" + photo, "photo2" + photo, "attachment" + photo, NOWHERE)
                    .at("/pushId")
                    .textValue();

            JsonNode report = Await.until(
                    () -> JSON.readTree(Curl.run(server.url("/api/v1/pushes/" + id))),
                    now -> !now.at("/package").isNull());

            String sha256 = report.at("/package/sha256").textValue();
            JsonNode stored = JSON.readTree(Curl.run(server.url("/api/v1/packages/" + sha256)));
            assertThat(stored.at("/contents").findValuesAsText("name"))
                    .contains("photo.jpg", "photo (2).jpg", "photo (3).jpg");
            assertThat(post(server, event, "file=@" + empty, "note=text", NOWHERE)
                            .at("/violations"))
                    .extracting(violation -> violation.at("/field").textValue())
                    .containsExactlyInAnyOrder("file", "note");
        }
    }

    @Test
    void fileNamesThatPlayTricksBecomeNamesAndNothingElse() throws Exception {
        write("marker.xml", xml(), StandardCharsets.UTF_8);
        List<String> tricks = List.of(
                "../../../photo.jpg",
                "/etc/passwd",
                "C:\\\\Windows\\\\photo.jpg",
                "..",
                ".",
                "con\tname\\\".jpg",
                "a/b/../c.jpg",
                "x".repeat(1_000) + ".jpg");
        List<String> form = new ArrayList<>(List.of("event=@" + directory.resolve("marker.xml"), NOWHERE));
        tricks.forEach(name -> form.add("file=@" + directory.resolve("photo.jpg") + ";filename=\"" + name + "\""));
        try (GatewayFixture server = new GatewayFixture(directory)) {
            String id = post(server, form.toArray(String[]::new)).at("/pushId").textValue();

            JsonNode report = Await.until(
                    () -> JSON.readTree(Curl.run(server.url("/api/v1/pushes/" + id))),
                    now -> !now.at("/package").isNull());

            String sha256 = report.at("/package/sha256").textValue();
            Path zip = directory.resolve("data/packages").resolve(sha256);
            PackageInspection inside = new PackageReader(PackageLimits.DEFAULT).read(zip);
            assertThat(inside.violations()).isEmpty();
            assertThat(inside.entries())
                    .hasSize(tricks.size() + 2)
                    .allSatisfy(entry -> assertThat(
                                    Path.of(entry.name()).normalize().toString())
                            .isEqualTo(entry.name())
                            .doesNotContain("..", "\\", ":"));
            Await.until(server::uploads, List::isEmpty);
            try (var files = Files.list(directory)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("data", "marker.xml", "photo.jpg");
            }
        }
    }

    @Test
    void aDeviceThatMostLikelyListensElsewhereIsWarnedOfAndTheReasonSaysWhereItWasTold() throws Exception {
        write("marker.xml", xml(), StandardCharsets.UTF_8);
        String[] form = {
            "event=@" + directory.resolve("marker.xml"),
            "file=@" + directory.resolve("photo.jpg"),
            "to=127.52.8.1:15242:tcp",
            "deadline=2s"
        };
        FleetSettings one = FleetSettings.DEFAULT.withCount(1).withAddress("127.52.8.1", 15_242);
        try (GatewayFixture server = new GatewayFixture(directory);
                DeviceFleet fleet = DeviceFleet.start(one, DeviceObserver.NONE)) {
            String id = post(server, form).at("/pushId").textValue();
            Await.until(() -> fleet.devices().get(0).tally().taken() == 1);

            JsonNode ended = Await.until(
                    () -> JSON.readTree(Curl.run(server.url("/api/v1/pushes/" + id))),
                    now -> !now.at("/deliveries/0/endedAt").isNull());

            assertThat(ended.at("/warnings/0").textValue())
                    .contains("UDP port 4242", "contactPort", "127.52.8.1:15242:tcp");
            assertThat(ended.at("/deliveries/0/reason").textValue())
                    .isEqualTo("fetched, but not acknowledged by the deadline; a device answers only whom it knows, and"
                            + " this one was told of the gateway at its UDP port 4242 (contactPort)");
        }
    }

    private String xml() {
        Instant now = Instant.now();
        return XML.formatted(now, now.plusSeconds(600));
    }

    private void write(String name, String text, Charset charset) throws IOException {
        Files.write(directory.resolve(name), text.getBytes(charset));
    }

    private static JsonNode post(GatewayFixture server, String... fields) throws Exception {
        String[] arguments = new String[2 * fields.length + 1];
        for (int i = 0; i < fields.length; i++) {
            arguments[2 * i] = "-F";
            arguments[2 * i + 1] = fields[i];
        }
        arguments[2 * fields.length] = server.url("/api/v1/pushes");
        return JSON.readTree(Curl.run(arguments));
    }

    /** The commands of README.md that begin with curl, each on one line. */
    private static List<String> readmeCommands() throws IOException {
        String readme = Files.readString(Path.of("../README.md")).replace("\\\n", " ");
        Matcher block =
                Pattern.compile("```sh\n(curl -F event=.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(block.find()).isTrue();
        return block.group(1).lines().toList();
    }

    /** What a command prints that is meant for a gateway and devices at other addresses. */
    private String shell(String command, GatewayFixture server) throws Exception {
        String here = command.replace("http://127.0.0.1:8080", server.url(""))
                .replace("10.0.0.7:", "127.52.7.7:")
                .replace("10.0.0.8:", "127.52.7.8:")
                .replace("curl ", "curl -sS --noproxy '*' --max-time 60 ");
        Process shell = new ProcessBuilder("bash", "-c", here)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as("%s says %s", here, output).isZero();
        return output;
    }
}
