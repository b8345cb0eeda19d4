package org.cotgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that answers nothing: named pipes that nobody writes to take the place of packages. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class HangingDiskIT {

    private static final int WORKERS = 2;
    private static final String EVENT =
            "event={\"uid\":\"well-7\",\"type\":\"a-f-G\",\"point\":{\"lat\":48.2,\"lon\":16.37}}";

    @TempDir
    Path directory;

    @Test
    void downloadsThatHangHoldUpNobodyWhoNeedsNothingOfTheDisk() throws Exception {
        List<Path> pipes = new ArrayList<>();
        List<Process> downloads = new ArrayList<>();
        try (GatewayFixture server = new GatewayFixture(directory)) {
            try {
                for (int i = 0; i < WORKERS; i++) {
                    StoredPackage made = server.packageElsewhere("well " + i, 1_000 + i);
                    Curl.run("-F", "package=@" + made.path(), server.url("/api/v1/packages"));
                    pipes.add(pipeInsteadOf(made));
                    downloads.add(Curl.start("-o", "/dev/null", server.url(made.urlPath())));
                }
                Await.until(() -> server.gateway().counters().get(Counter.HTTP_REQUESTS) == 2L * WORKERS);

                for (String path : List.of(
                        "/api/v1/status",
                        "/metrics",
                        "/api/v1/receivers",
                        "/api/v1/packages",
                        "/api/v1/pushes",
                        "/Marti/sync/search")) {
                    assertThat(Curl.run("-m", "10", "-w", " %{http_code}", server.url(path)))
                            .as(path)
                            .endsWith(" 200");
                }
                assertThat(Curl.run("-m", "10", "-F", EVENT, "-F", "to=127.0.0.1:9:udp", server.url("/api/v1/pushes")))
                        .contains("\"pushId\"");
                assertThat(downloads).allMatch(Process::isAlive);
            } finally {
                // Before the gateway closes, which notes at each package when it was last used.
                pipes.forEach(HangingDiskIT::letGo);
                for (Process download : downloads) {
                    assertThat(download.waitFor(20, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }

    private Path pipeInsteadOf(StoredPackage stored) throws IOException, InterruptedException {
        Path file = directory.resolve("data/packages").resolve(stored.path().getFileName());
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        return file;
    }

    /** Whoever waits for a writer finds that the file has ended, and nobody else will wait. */
    private static void letGo(Path pipe) {
        try {
            new RandomAccessFile(pipe.toFile(), "rw").close();
            Files.delete(pipe);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
