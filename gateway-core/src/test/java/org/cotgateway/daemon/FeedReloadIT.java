package org.cotgateway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.cotgateway.feed.FeedStatus;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedReloadIT {

    private static final String GATEWAY = "http: {address: '127.0.0.1:0'}\ndirect: 127.0.0.1:0\ndataDirectory: data\n";
    private static final String KEPT = """
              - name: kept
                format: ndjson
                input: {tcp: "127.0.0.1:0"}
                mapping: {uid: id, type: a-f-G, lat: lat, lon: lon}
            """;
    private static final String SHIPS = "  - {name: ships, format: ais}\n";

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("cotgw.yaml");
    }

    private DaemonSettings write(String feeds) throws IOException {
        Files.writeString(file, GATEWAY + "feeds:\n" + feeds);
        DaemonReading reading = new DaemonFile(file).read();
        return Objects.requireNonNull(reading.settings(), reading.problems()::toString);
    }

    private static List<FeedStatus> status(Daemon daemon) throws Exception {
        return daemon.gateway().feeds().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void feedsComeAndGoWhileTheConnectionOfAnotherStays() throws Exception {
        try (Daemon daemon = Daemon.open(write(KEPT))) {
            String source = status(daemon).get(0).sources().get(1);
            int port = Integer.parseInt(source.substring(source.lastIndexOf(':') + 1));
            try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
                write(KEPT + SHIPS);
                assertThat(daemon.reload(new DaemonFile(file), UnaryOperator.identity()))
                        .hasToString("configuration read again: added feed ships");
                write(KEPT + SHIPS.replace("}", ", affiliation: u}"));
                assertThat(daemon.reload(new DaemonFile(file), UnaryOperator.identity()))
                        .hasToString("configuration read again: changed feed ships");
                write(KEPT);
                assertThat(daemon.reload(new DaemonFile(file), UnaryOperator.identity()))
                        .hasToString("configuration read again: removed feed ships");

                connection.getOutputStream().write("{\"id\":1,\"lat\":1,\"lon\":1}\n".getBytes(StandardCharsets.UTF_8));
                Await.until(() -> status(daemon).get(0), now -> now.counts().out() == 1);
            }
        }
    }

    @Test
    void whatIsWrongWithAFeedIsNamedByItsKey() throws IOException {
        Files.writeString(
                file,
                GATEWAY + "feeds:\n"
                        + KEPT.replace("lon: lon", "lon: lon, altitude: alt, timeFormat: unix, types: {a: A}"));

        assertThat(new DaemonFile(file).read().problems())
                .extracting(problem -> problem.field() + ": " + problem.rule())
                .containsExactly(
                        "feeds[0].mapping.altitudeAbove: is missing; heights are above the ellipsoid or above msl",
                        "feeds[0].mapping.timeFormat: must be one of iso, seconds, millis",
                        "feeds[0].mapping.types: needs a mapping.typeField that it is the table of",
                        "feeds[0].mapping.types.a: must be a lower-case letter and parts of letters, digits, '.', '_'"
                                + " or '*', joined by '-'");
    }
}
