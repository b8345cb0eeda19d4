package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk that fails while a line is written costs. */
class FetchJournalTest {

    private static final String SHA = "a".repeat(64);

    @TempDir
    Path directory;

    private final Counters counters = new Counters();

    @Test
    void tornLineThatCannotBeTakenBackDoesNotSwallowTheNext() throws IOException {
        FailingChannel channel = channel();
        try (FetchJournal journal = new FetchJournal(file(), channel)) {
            channel.failOnce(20, () -> {});
            assertThatThrownBy(() -> journal.append(List.of(account("A"))))
                    .hasMessage("disk is full")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .singleElement()
                            .satisfies(second -> assertThat(second).hasMessage("cannot truncate")));

            journal.append(List.of(account("B")));
            journal.append(List.of(account("C")));
        }

        assertThat(receiversInFile()).containsExactly("B", "C");
        assertThat(counters.get(Counter.LEDGER_LINES_SKIPPED)).isEqualTo(1);
    }

    @Test
    void clientThatIsForgottenWhileItsLineFailsDoesNotComeBack() throws IOException {
        InetAddress address = InetAddress.getLoopbackAddress();
        FailingChannel channel = channel();
        try (FetchLedger ledger = new FetchLedger(
                1,
                JournalPace.of(Duration.ZERO),
                Runnable::run,
                counters,
                Map.of(),
                new FetchJournal(file(), channel))) {
            channel.failOnce(0, () -> ledger.started(FetchClient.of(SHA, address, "B"), 2));
            ledger.started(FetchClient.of(SHA, address, "A"), 1);

            ledger.completed(FetchClient.of(SHA, address, "B"), 10, 3);
        }

        assertThat(receiversInFile()).containsExactly("B");
    }

    @Test
    void clientThatIsForgottenAndComesAgainWhileItsLineFailsBeginsAnew() throws IOException {
        InetAddress address = InetAddress.getLoopbackAddress();
        FetchClient again = FetchClient.of(SHA, address, "A");
        FailingChannel channel = channel();
        try (FetchLedger ledger = new FetchLedger(
                1,
                JournalPace.of(Duration.ZERO),
                Runnable::run,
                counters,
                Map.of(),
                new FetchJournal(file(), channel))) {
            channel.failOnce(0, () -> {
                ledger.started(FetchClient.of(SHA, address, "B"), 2);
                ledger.started(again, 3);
            });
            ledger.started(again, 1);
        }

        assertThat(receiversInFile()).containsExactly("A");
    }

    private FailingChannel channel() throws IOException {
        return new FailingChannel(FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    private List<String> receiversInFile() throws IOException {
        List<String> receivers = new ArrayList<>();
        FetchJournal.read(file(), counters, account -> receivers.add(account.receiver()));
        return receivers;
    }

    private static FetchRecord account(String receiver) {
        return new FetchRecord(SHA, "127.0.0.1", receiver, 1, 0, 0, 0, Instant.EPOCH, Instant.EPOCH);
    }

    private Path file() {
        return directory.resolve("fetches.jsonl");
    }
}
