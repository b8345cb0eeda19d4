package org.cotgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsIdentity;
import org.cotgateway.tls.TlsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that answers nothing: named pipes that nobody writes to take the place of packages and keys. */
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

                requireAnswers(server);
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

    @Test
    void receiversThatAreAddedWhileKeysCannotBeReadHoldUpNobodyElse() throws Exception {
        TestKeys keys = new TestKeys(directory);
        TlsIdentity.Pem identity = (TlsIdentity.Pem) keys.pem(keys.server());
        HubSettings.Listener listener = new HubSettings.StreamInlet(
                "tls",
                new InetSocketAddress("127.0.0.1", 0),
                ClientSettings.DEFAULT,
                TlsSettings.DEFAULT.with(identity, keys.trust()),
                Membership.ANONYMOUS);
        HubSettings connected = HubSettings.NONE.with(List.of(listener), List.of());
        try (GatewayFixture server = new GatewayFixture(directory, GatewaySettings.DEFAULT, connected)) {
            Path pipe = pipeInsteadOf(identity.key());
            List<Process> additions = new ArrayList<>();
            try {
                for (int i = 0; i < WORKERS; i++) {
                    String receiver = "{\"name\":\"r" + i + "\",\"address\":\"127.53.8.1:" + (4_000 + i) + ":udp\"}";
                    additions.add(
                            Curl.start("-w", " %{http_code}", "--json", receiver, server.url("/api/v1/receivers")));
                }
                Await.until(() -> server.gateway().counters().get(Counter.HTTP_REQUESTS) == WORKERS);

                requireAnswers(server);
                assertThat(additions).allMatch(Process::isAlive);
            } finally {
                letGo(pipe);
                for (Process addition : additions) {
                    assertThat(new String(addition.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                            .contains("nothing has changed: listener tls")
                            .endsWith(" 503");
                }
            }
        }
    }

    /** From everything that needs nothing of the disk. */
    private static void requireAnswers(GatewayFixture server) throws Exception {
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
    }

    private Path pipeInsteadOf(StoredPackage stored) throws IOException, InterruptedException {
        return pipeInsteadOf(
                directory.resolve("data/packages").resolve(stored.path().getFileName()));
    }

    private static Path pipeInsteadOf(Path file) throws IOException, InterruptedException {
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        return file;
    }

    /** Whoever waits for a writer finds that the file has ended, and nobody else will wait. */
    private static void letGo(Path pipe) {
        try (RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw")) {
            // While it is open, so that whoever comes between does not wait for a writer either.
            Files.delete(pipe);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
