package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchLedgerTest {

    private static final String SHA = "a".repeat(64);
    private static final Executor AT_ONCE = Runnable::run;

    @TempDir
    Path directory;

    private final Counters counters = new Counters();

    @Test
    void accountsArePerPackageAddressAndCallsign() throws IOException {
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            ledger.started(FetchClient.of(SHA, address(1), "A"), 1_000);
            ledger.aborted(FetchClient.of(SHA, address(1), "A"), 40, 2_000);
            ledger.started(FetchClient.of(SHA, address(1), "A"), 3_000);
            ledger.completed(FetchClient.of(SHA, address(1), "A"), 100, 4_000);
            ledger.started(FetchClient.of(SHA, address(1), null), 5_000);
            ledger.started(FetchClient.of(SHA, address(2), "A"), 6_000);
            ledger.started(FetchClient.of("b".repeat(64), address(1), "A"), 7_000);

            assertThat(ledger.recordsOf(SHA))
                    .containsExactly(
                            new FetchRecord(SHA, "127.0.0.1", "A", 2, 1, 1, 140, ms(1_000), ms(4_000)),
                            new FetchRecord(SHA, "127.0.0.1", "", 1, 0, 0, 0, ms(5_000), ms(5_000)),
                            new FetchRecord(SHA, "127.0.0.2", "A", 1, 0, 0, 0, ms(6_000), ms(6_000)));
            assertThat(ledger.records()).hasSize(4);
        }
    }

    @Test
    void everythingIsThereAgainAfterARestart() throws IOException {
        List<FetchRecord> before;
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            ledger.started(FetchClient.of(SHA, address(1), "Süd \"1\"\n"), 1_000);
            ledger.completed(FetchClient.of(SHA, address(1), "Süd \"1\"\n"), Long.MAX_VALUE / 2, 2_000);
            ledger.started(FetchClient.of(SHA, InetAddress.getByName("::1"), "B"), 3_000);
            before = ledger.records();
        }

        try (FetchLedger ledger = open(10, AT_ONCE)) {
            assertThat(ledger.records()).isEqualTo(before).hasSize(2);
        }
        assertThat(counters.get(Counter.LEDGER_LINES_SKIPPED)).isZero();
    }

    @Test
    void journalIsUpToDateBeforeTheLedgerIsClosed() throws IOException {
        FetchLedger ledger = open(10, AT_ONCE);
        ledger.started(FetchClient.of(SHA, address(1), "A"), 1_000);
        Path copy = Files.copy(journal(), directory.resolve("copy"));
        ledger.close();

        try (FetchLedger afterCrash = FetchLedger.open(copy, 10, Duration.ZERO, AT_ONCE, counters)) {
            assertThat(afterCrash.records()).extracting(FetchRecord::receiver).containsExactly("A");
        }
    }

    @Test
    void tornLastLineCostsOnlyItself() throws IOException {
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            ledger.started(FetchClient.of(SHA, address(1), "A"), 1_000);
        }
        Files.writeString(journal(), "{\"sha256\":\"aaaa", StandardOpenOption.APPEND);

        try (FetchLedger ledger = open(10, AT_ONCE)) {
            assertThat(ledger.records()).hasSize(1);
            ledger.started(FetchClient.of(SHA, address(2), "B"), 2_000);
        }
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            assertThat(ledger.records()).hasSize(2);
        }
        assertThat(counters.get(Counter.LEDGER_LINES_SKIPPED)).isEqualTo(1);
    }

    @Test
    void linesThatAreNoAccountsAreSkippedAndCounted() throws IOException {
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            ledger.started(FetchClient.of(SHA, address(1), "A"), 1_000);
        }
        byte[] good = Files.readAllBytes(journal());
        byte[] bad = "\n[]\n{}\nnull\n7\n{\"sha256\":1}\n{\"x\":\u00ff}\n"
                .concat(new String(good, StandardCharsets.UTF_8).replace("\"started\":1", "\"started\":\"many\""))
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(journal(), bad);
        Files.write(journal(), good, StandardOpenOption.APPEND);

        try (FetchLedger ledger = open(10, AT_ONCE)) {
            assertThat(ledger.records()).hasSize(1);
        }
        assertThat(counters.get(Counter.LEDGER_LINES_SKIPPED)).isEqualTo(8);
    }

    @Test
    void longestSilentClientIsForgottenWhenItIsFull() throws IOException {
        try (FetchLedger ledger = open(2, AT_ONCE)) {
            ledger.started(FetchClient.of(SHA, address(1), "A"), 1_000);
            ledger.started(FetchClient.of(SHA, address(2), "B"), 2_000);
            ledger.completed(FetchClient.of(SHA, address(1), "A"), 5, 3_000);
            ledger.started(FetchClient.of(SHA, address(3), "C"), 4_000);

            assertThat(ledger.records()).extracting(FetchRecord::receiver).containsExactly("A", "C");
            assertThat(counters.get(Counter.LEDGER_CLIENTS_FORGOTTEN)).isEqualTo(1);
        }
        try (FetchLedger ledger = open(1, AT_ONCE)) {
            assertThat(ledger.records()).extracting(FetchRecord::receiver).containsExactly("C");
        }
    }

    @Test
    void slowWorkerIsHandedOnlyTheLatestAccounts() throws IOException {
        Queue<Runnable> waiting = new ArrayDeque<>();
        FetchLedger ledger = open(10, waiting::add);
        for (int i = 0; i < 1_000; i++) {
            ledger.started(FetchClient.of(SHA, address(1 + i % 3), "A"), i);
        }

        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        assertThat(Files.readAllLines(journal())).hasSize(3);

        ledger.started(FetchClient.of(SHA, address(1), "A"), 2_000);
        assertThat(waiting).hasSize(1);
        ledger.close();
        waiting.remove().run();
        try (FetchLedger reopened = open(10, AT_ONCE)) {
            assertThat(reopened.records()).extracting(FetchRecord::started).containsExactly(333L, 333L, 335L);
        }
    }

    @Test
    void nothingIsLostWhenTheWorkersRefuse() throws IOException {
        try (FetchLedger ledger = open(10, task -> {
            throw new RejectedExecutionException("closing");
        })) {
            ledger.started(FetchClient.of(SHA, address(1), "A"), 1_000);
            ledger.completed(FetchClient.of(SHA, address(1), "A"), 7, 2_000);
        }

        try (FetchLedger ledger = open(10, AT_ONCE)) {
            assertThat(ledger.records()).extracting(FetchRecord::bytes).containsExactly(7L);
        }
    }

    @Test
    void journalStaysSmallHoweverOftenClientsCome() throws IOException {
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            for (int i = 0; i < 5_000; i++) {
                ledger.started(FetchClient.of(SHA, address(1 + i % 5), "A"), i);
            }

            assertThat(Files.readAllLines(journal())).hasSizeLessThan(1_100);
            assertThat(ledger.records()).hasSize(5);
        }
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            assertThat(ledger.records()).extracting(FetchRecord::started).containsOnly(1_000L);
        }
    }

    @Test
    void manyThreadsCountRight() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (FetchLedger ledger = open(100, worker)) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        ledger.completed(FetchClient.of(SHA, address(1 + i % 50), "A"), 2, i);
                    }
                }));
            }
            for (Future<?> thread : done) {
                thread.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
            worker.shutdown();
        }

        try (FetchLedger ledger = open(100, AT_ONCE)) {
            assertThat(ledger.records()).hasSize(50).allSatisfy(record -> {
                assertThat(record.completed()).isEqualTo(800);
                assertThat(record.bytes()).isEqualTo(1_600);
            });
        }
    }

    @Test
    void whatHappensDuringThePauseIsWrittenTogetherAndAtTheLatestOnClose() throws IOException {
        List<String> written;
        try (FetchLedger ledger = FetchLedger.open(journal(), 10, Duration.ofHours(1), AT_ONCE, counters)) {
            ledger.started(FetchClient.of(SHA, address(1), "A"), 1_000);
            ledger.completed(FetchClient.of(SHA, address(1), "A"), 100, 2_000);
            written = Files.readAllLines(journal());
        }

        assertThat(written).isEmpty();
        assertThat(Files.readAllLines(journal())).hasSize(1);
        try (FetchLedger ledger = open(10, AT_ONCE)) {
            assertThat(ledger.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.completed()).isEqualTo(1));
        }
    }

    @Test
    void whatComesWhileAWorkerWritesWaitsForTheNextTime() throws IOException {
        Queue<Runnable> due = new ArrayDeque<>();
        JournalPace pace = new JournalPace(Duration.ofMillis(200), () -> 0, delayNs -> due::add);
        Files.createDirectories(journal().getParent());
        FailingChannel channel =
                new FailingChannel(FileChannel.open(journal(), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        try (FetchLedger ledger =
                new FetchLedger(10, pace, AT_ONCE, counters, Map.of(), new FetchJournal(journal(), channel))) {
            FetchClient client = FetchClient.of(SHA, address(1), "A");
            channel.beforeNext(() -> ledger.completed(client, 100, 2_000));

            ledger.started(client, 1_000);
            assertThat(due).hasSize(1);
            due.remove().run();
            assertThat(Files.readAllLines(journal())).hasSize(1);
            assertThat(due).hasSize(1);

            due.remove().run();
            assertThat(Files.readAllLines(journal())).hasSize(2);
            assertThat(due).isEmpty();
        }
    }

    @Test
    void ledgerWithoutRoomIsWrongUse() {
        assertThatThrownBy(() -> open(0, AT_ONCE)).isInstanceOf(IllegalArgumentException.class);
    }

    private FetchLedger open(int maxClients, Executor workers) throws IOException {
        return FetchLedger.open(journal(), maxClients, Duration.ZERO, workers, counters);
    }

    private Path journal() {
        return directory.resolve("ledger").resolve("fetches.jsonl");
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Instant ms(long epochMs) {
        return Instant.ofEpochMilli(epochMs);
    }
}
