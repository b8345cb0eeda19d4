package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceObserver;
import org.cotgateway.device.FleetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** The push and demo commands as their users call them. */
class PushCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void pushesToGoodEndpointsThoughOthersAreMisspelt() throws Exception {
        try (DeviceFleet fleet = fleet("127.51.0.1", 2)) {
            Path list = Files.writeString(
                    directory.resolve("devices.txt"),
                    "# the team\n" + endpoint(fleet, 0) + "  # Anna\n\n127.51.0.9:70000:tcp\n");
            Run run =
                    run("", place("push", "--to", endpoint(fleet, 1), "--to-file", list, "--json", "--timeout", "10"));

            assertThat(run.exit).isEqualTo(1);
            assertThat(run.json().get("endpoints").asInt()).isEqualTo(3);
            assertThat(run.json().get("sent").asInt()).isEqualTo(2);
            assertThat(run.json().get("failed").asInt()).isEqualTo(1);
            JsonNode bad = run.json().get("deliveries").get(2);
            assertThat(bad.get("endpoint").asText()).isEqualTo("127.51.0.9:70000:tcp");
            assertThat(bad.get("state").asText()).isEqualTo("failed");
            assertThat(bad.get("reason").asText()).contains("70000");
            assertThat(bad.get("attempts").asInt()).isZero();
        }
    }

    @Test
    void aPushWithAPhotoWaitsForTheAcknowledgement() throws Exception {
        Path photo = Files.writeString(directory.resolve("photo.jpg"), "not really a photo");
        try (DeviceFleet fleet = fleet("127.51.1.1", 1)) {
            Run run = run(
                    "",
                    place(
                            "push",
                            "--to",
                            endpoint(fleet, 0),
                            "--contact-port",
                            port(fleet),
                            "--attach",
                            photo,
                            "--bind",
                            "127.0.0.1",
                            "--json"));

            assertThat(run.exit).isZero();
            assertThat(run.json().get("acknowledged").asInt()).isEqualTo(1);
            assertThat(run.json().get("package").get("fileName").asText()).isEqualTo("Marker.zip");
            JsonNode delivery = run.json().get("deliveries").get(0);
            assertThat(delivery.get("state").asText()).isEqualTo("acknowledged");
            assertThat(delivery.get("acknowledgedAt").asText()).endsWith("Z");
        }
    }

    @Test
    void theEventMayComeAsXmlOnStandardInput() throws Exception {
        try (DeviceFleet fleet = fleet("127.51.2.1", 1)) {
            String xml =
                    "<event version='2.0' custom='lost' uid='x-1' type='a-h-G' how='h-e' time='2026-01-01T00:00:00Z'"
                            + " start='2026-01-01T00:00:00Z' stale='2090-01-01T00:00:00Z'>"
                            + "<point lat='1' lon='2' hae='3' ce='4' le='5'/><detail><plugin:x xmlns:plugin='p' a='1'/></detail></event>";
            Run run = run(xml, "push", "--to", endpoint(fleet, 0), "--event", "-", "--json");

            assertThat(run.exit).isZero();
            assertThat(run.err).contains("warning: not sent:").contains("custom");
            assertThat(run.json().get("uid").asText()).isEqualTo("x-1");
            assertThat(fleet.devices().get(0).tally().shown()).isOne();
        }
    }

    @Test
    void everyDeviceThatDidNotGetItIsNamedAndWhatTheyShareOnce() {
        List<String> arguments = new ArrayList<>(List.of("push", "--lat", "1", "--lon", "2", "--timeout", "300ms"));
        for (int device = 1; device <= 30; device++) {
            arguments.addAll(List.of("--to", "127.51.9." + device + ":9:tcp"));
        }

        Run run = run("", arguments.toArray(String[]::new));

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.out.lines().filter(line -> line.contains("  30 endpoints  ")))
                .as(run.out)
                .hasSize(1);
        for (int device = 1; device <= 30; device++) {
            assertThat(run.out).containsPattern("\\n    127\\.51\\.9\\." + device + ":9:tcp \\(\\d+ attempts?\\)\\n");
        }
    }

    @Test
    void everythingThatIsWrongWithTheEventIsNamedAtOnce() {
        Run run = run("", "push", "--to", "127.51.3.1:9:tcp", "--lat", "91", "--lon", "NaN", "--type", "?", "--json");

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err).contains("--lat \"91\": must be between -90 and 90", "--lon \"NaN\": ", "--type \"?\": ");
        assertThat(run.json().get("violations").size()).isEqualTo(3);
    }

    @Test
    void aTrackThatCannotBeIsNamedBesideWhatElseIsWrong() {
        Run run = run(
                "",
                "push",
                "--to",
                "127.51.3.1:9:tcp",
                "--lat",
                "91",
                "--lon",
                "1",
                "--course",
                "361",
                "--speed",
                "NaN");

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err)
                .contains(
                        "--lat \"91\": ",
                        "--course \"361.0\": must be between -360 and 360 degrees",
                        "--speed \"NaN\": ");
    }

    @Test
    void filesThatAreNotThereAreNamedBesideWhatIsWrongWithTheEvent() {
        String missing = directory.resolve("nofile").toString();
        Run run =
                run("", "push", "--to", "127.51.3.1:9:tcp", "--lat", "98", "--lon", "1", "--attach", missing, "--json");

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err).contains("--lat \"98\"", "--attach \"" + missing + "\": there is no such file");
        assertThat(run.json().get("violations").size()).isEqualTo(2);
    }

    @Test
    void whatCannotBeAttachedIsToldBeforeAnythingIsBegun() {
        String missing = directory.resolve("nofile").toString();
        Run run = run("", place("push", "--to", "127.51.3.1:9:tcp", "--attach", missing, directory, "--json"));

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err)
                .contains(
                        "--attach \"" + missing + "\": there is no such file",
                        "--attach \"" + directory + "\": must not be a directory");
        assertThat(run.json().get("violations").size()).isEqualTo(2);
    }

    @Test
    void whatIsWrongWithADocumentIsToldByItsOwnNames() {
        String xml = "<event version='2.0' uid='x-1' type='a-h-G' how='h-e' time='2026-01-01T00:00:00Z'"
                + " start='2026-01-01T00:00:00Z' stale='2090-01-01T00:00:00Z'>"
                + "<point lat='91' lon='2' hae='3' ce='4' le='5'/></event>";
        Run run = run(xml, "push", "--to", "127.51.3.1:9:tcp", "--event", "-");

        assertThat(run.err).contains("point@lat \"91\"");
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        String empty = Files.createFile(directory.resolve("empty.xml")).toString();
        Run run = run("", "push", "--to", "127.51.3.1:9:tcp", "--event", empty);

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err).contains("--event \"" + empty + "\": is empty, there is no event in it");
    }

    @Test
    void wrongUsageIsToldApartFromFailure() {
        assertThat(run("", "push", "--lat", "1", "--lon", "2").exit).isEqualTo(2);
        assertThat(run("", "push", "--to", "127.51.3.1:9:tcp").exit).isEqualTo(2);
        assertThat(run("", place("push", "--to", "127.51.3.1:9:tcp", "--await", "fetched")).exit)
                .isEqualTo(2);
        assertThat(run("", place("push", "--to", "127.51.3.1:9:tcp", "--http-port", "70000")).exit)
                .isEqualTo(2);
        assertThat(run("", place("push", "--to", "127.51.3.1:9:tcp", "--timeout", "soon")).exit)
                .isEqualTo(2);
        assertThat(run("", "push", "--to", "127.51.3.1:9:tcp", "--event", "-", "--lat", "1").exit)
                .isEqualTo(2);
    }

    @Test
    void warnsOfAnAddressThatNoDeviceCanReach() throws Exception {
        Path photo = Files.writeString(directory.resolve("photo.jpg"), "not really a photo");
        Run run = run(
                "",
                place(
                        "push",
                        "--to",
                        "nobody.invalid:4242:tcp",
                        "--attach",
                        photo,
                        "--advertise",
                        "127.0.0.1",
                        "--bind",
                        "127.0.0.1",
                        "--timeout",
                        "1",
                        "--json"));

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err).contains("warning").contains("127.0.0.1");
        assertThat(run.json().get("warnings").size()).isEqualTo(1);
    }

    @Test
    void theDemoReachesEveryDeviceAndChecksWhatTheyHold() {
        Run run = run("", "demo", "--devices", "5", "--json");

        assertThat(run.err).isEmpty();
        assertThat(run.exit).isZero();
        assertThat(run.json().get("endpoints").asInt()).isEqualTo(5);
        assertThat(run.json().get("acknowledged").asInt()).isEqualTo(5);
        assertThat(run.json().get("showMarker").asInt()).isEqualTo(5);
        assertThat(run.json().get("verified").asInt()).isEqualTo(5);
    }

    @Test
    void theDemoOfOneDeviceSpeaksOfOne() {
        Run run = run("", "demo", "--devices", "1");

        assertThat(run.exit).isZero();
        assertThat(run.out)
                .startsWith("1 simulated ATAK device on 127.42.0.1, port 4242")
                .contains("The one device got it, fetched it and acknowledged (");
    }

    @Test
    void theDemoStartsNothingWithoutItsAttachments() {
        String missing = directory.resolve("none.jpg").toString();
        Run run = run("", "demo", "--devices", "2", "--attach", missing, directory.toString());

        assertThat(run.exit).isEqualTo(2);
        assertThat(run.err.lines().findFirst())
                .contains("cotgw demo: --attach \"" + missing + "\": there is no such file; --attach \"" + directory
                        + "\": must not be a directory");
        assertThat(run.out).as("no devices").isEmpty();
    }

    @Test
    void theDemoFailsWhenNoPackageCanBeMade() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.jpg"));
        Run run = run("", "demo", "--devices", "2", "--attach", empty.toString());

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err).contains("empty.jpg");
        assertThat(run.out).contains("2 of 2 devices did not get it whole");
    }

    private static DeviceFleet fleet(String host, int count) throws IOException {
        return DeviceFleet.start(FleetSettings.DEFAULT.withCount(count).withAddress(host, 0), DeviceObserver.NONE);
    }

    private static String port(DeviceFleet fleet) {
        return String.valueOf(fleet.devices().get(0).address().getPort());
    }

    private static String endpoint(DeviceFleet fleet, int device) {
        var address = fleet.devices().get(device).address();
        return address.getHostString() + ":" + address.getPort() + ":tcp";
    }

    private static String[] place(Object... arguments) {
        return Stream.concat(
                        Arrays.stream(arguments).map(Object::toString), Stream.of("--lat", "48.2", "--lon", "16.3"))
                .toArray(String[]::new);
    }

    private static Run run(String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Cotgw.commandLine(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        Ansi.OFF)
                .execute(arguments);
        return new Run(exit, out.toString(), err.toString());
    }

    private record Run(int exit, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException notJson) {
                throw new AssertionError("not one JSON document: " + out, notJson);
            }
        }
    }
}
