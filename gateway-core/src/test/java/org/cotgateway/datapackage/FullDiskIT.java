package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of one megabyte that runs full. Mounting it needs root. */
class FullDiskIT {

    @TempDir
    Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        String refusal = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        assumeTrue(
                refusal.isEmpty(),
                "THE FULL DISK IS NOT TRIED: a tmpfs cannot be mounted here (root and CAP_SYS_ADMIN needed): "
                        + refusal);
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void packageThatDoesNotFitIsRefusedAndLeavesNothing() throws Exception {
        try (PackageStore store = PackageStore.open(StoreSettings.in(disk), new Counters())) {
            StoredPackage small = store.build(Packages.ofRandomFile(directory, "small", 300_000, 1));
            PackageSpec large = Packages.ofRandomFile(directory, "large", 2_000_000, 2);

            assertThatThrownBy(() -> store.build(large))
                    .isInstanceOf(PackageException.class)
                    .hasMessageContaining(disk.toString())
                    .hasMessageContaining("No space left on device");

            assertThat(files()).containsExactlyInAnyOrder(".lock", small.sha256());
            assertThat(store.packages()).containsExactly(small);
            assertThat(Sha256.of(small.path())).isEqualTo(small.sha256());
            store.build(Packages.ofRandomFile(directory, "another", 300_000, 3));
        }
    }

    @Test
    void ledgerWaitsUntilThereIsRoomAgainAndLosesNothing() throws Exception {
        Path journal = disk.resolve("fetches.jsonl");
        FetchLedger ledger = FetchLedger.open(journal, 100, Duration.ZERO, Runnable::run, new Counters());
        ledger.started(FetchClient.of("a".repeat(64), InetAddress.getByName("127.0.0.1"), "before"), 1);
        Path filler = disk.resolve("filler");
        fillDisk(filler);
        for (int i = 0; i < 100; i++) {
            ledger.started(
                    FetchClient.of("b".repeat(64), InetAddress.getByName("127.0.0.2"), "during-" + "x".repeat(80)), i);
            ledger.started(FetchClient.of("c".repeat(64), InetAddress.getByName("127.0.0.3"), "c"), i);
        }

        Files.delete(filler);
        ledger.started(FetchClient.of("d".repeat(64), InetAddress.getByName("127.0.0.4"), "after"), 3);
        Path copy = Files.copy(journal, directory.resolve("copy"));
        ledger.close();

        Counters counters = new Counters();
        try (FetchLedger reopened = FetchLedger.open(copy, 100, Duration.ZERO, Runnable::run, counters)) {
            assertThat(reopened.records())
                    .extracting(FetchRecord::started)
                    .containsExactlyInAnyOrder(1L, 100L, 100L, 1L);
        }
        assertThat(counters.snapshot())
                .allSatisfy((counter, count) -> assertThat(count).isZero());
    }

    private static void fillDisk(Path filler) throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(filler)) {
            for (int i = 0; i < 1_000; i++) {
                out.write(block);
            }
            throw new AssertionError("the disk is larger than expected");
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(disk)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? "" : "exit " + process.exitValue() + ": " + said;
    }
}
