package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTestCommandTest {

    private static final String CONFIG = """
            feeds:
              - name: cars
                format: csv
                mapping: {uid: id, uidPrefix: car-, type: a-f-G-E-V, lat: lat, lon: lon, callsign: "{name}"}
            """;

    @TempDir
    Path directory;

    private String config = "";

    @BeforeEach
    void write() throws IOException {
        config = Files.writeString(directory.resolve("c.yaml"), CONFIG).toString();
    }

    private Run test(String data, String... more) throws IOException {
        return Run.cotgw(command(data, more));
    }

    private String[] command(String data, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("d.csv"), data);
        String[] usual = {"feed", "test", "--config", config, "--feed", "cars", file.toString()};
        String[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return all;
    }

    @Test
    void printsEveryEventAndEveryRejectedRowWithItsLine() throws IOException {
        Run run = test("id,lat,lon,name\n7,48.2,16.37,Seven\n8,north,16,Eight\n");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("d.csv:2:", "a-f-G-E-V  car-7  48.20000,16.37000", "callsign=\"Seven\"")
                .contains(
                        "d.csv:3: rejected (unreadable) mapping.lat (lat) \"north\": must be degrees between -90 and 90")
                .contains("2 rows, 1 events, 0 ignored, 1 rejected");
    }

    @Test
    void aTimeOfAnotherDayHasItsDateAndWhatIsStaleOrAheadIsMarked() throws IOException {
        Files.writeString(Path.of(config), CONFIG.replace("lon: lon", "lon: lon, time: at"));
        String data = "id,lat,lon,name,at\n1,1,1,a,2020-02-29T12:34:56Z\n2,1,1,b,2099-01-01T00:00:00Z\n3,1,1,c,\n";

        Instant now = Instant.parse("2026-11-21T23:59:59.999Z");
        Run run = Run.at(now, command(data));
        String[] lines = run.out().lines().toArray(String[]::new);

        assertThat(lines[0]).contains("2020-02-29 12:34:56.000", "STALE ALREADY");
        assertThat(lines[1]).contains("2099-01-01 00:00:00.000", "AHEAD OF NOW");
        assertThat(lines[2]).contains("d.csv:4: 23:59:59.999").doesNotContain("STALE", "AHEAD");
        assertThat(lines[3]).isEqualTo("3 rows, 3 events, 0 ignored, 0 rejected, 1 stale already, 1 ahead of now");
        assertThat(Run.at(now, command(data, "--json"))
                        .json()
                        .at("/events/0/timing")
                        .asText())
                .isEqualTo("stale");
    }

    @Test
    void jsonHasTheEventsAndTheRejectedRows() throws IOException {
        Run run = test("id,lat,lon,name\n7,48.2,16.37,Seven\n8,48,,Eight\n", "--json");

        assertThat(run.json().at("/ok").asBoolean()).isFalse();
        assertThat(run.json().at("/events/0/uid").asText()).isEqualTo("car-7");
        assertThat(run.json().at("/events/0/xml").asText()).startsWith("<event");
        assertThat(run.json().at("/rejected/0/line").asInt()).isEqualTo(3);
        assertThat(run.json().at("/rejected/0/reason").asText()).isEqualTo("missing");
    }

    @Test
    void xmlIsOneEventALine() throws IOException {
        Run run = test("id,lat,lon,name\n7,48.2,16.37,Seven\n8,48,16,Eight\n", "--xml");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("<event ") && line.endsWith("</event>"));
    }

    @Test
    void aFeedThatIsNotThereAndAFileThatIsWrongAreNamed() throws IOException {
        Run other = Run.cotgw("feed", "test", "--config", config, "--feed", "x", "-");
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("--feed x: " + config + " has no such feed; it has cars");
        String none = Files.writeString(directory.resolve("none.yaml"), "").toString();
        assertThat(Run.cotgw("feed", "test", "--config", none, "--feed", "x", "-")
                        .err())
                .contains("it has none");
        Run noFile = Run.cotgw("feed", "test", "--config", config, "--feed", "cars", directory.toString());
        assertThat(noFile.exit()).isEqualTo(1);
        assertThat(noFile.err()).contains(directory + ": Is a directory");
        Files.writeString(Path.of(config), CONFIG.replace("lat: lat, ", ""));

        Run run = test("");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("feeds[0].mapping.lat: is missing");
    }
}
