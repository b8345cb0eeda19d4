package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TracedTurnsTest {

    @TempDir
    private Path directory;

    private final Load load = new Load();
    private final List<String> shown = new ArrayList<>();
    private final ThreadProfile profile = new ThreadProfile("delivery")
            .of(new LoadCase("some_3.gateway", "to 3", "gateway"), look -> shown.add("to 3"));
    private final RunRecord.Builder record = RunRecord.of("some", "scripts/bench some");

    @Test
    void whatTheyFindIsInTheRecord() throws Exception {
        parse("--quick", "--syscalls");

        load.traced.takeAndWrite(
                load.options,
                record,
                profile,
                () -> TracedTurns.add(
                        new LoadCase("some_3.gateway", "to 3", "gateway"),
                        "delivery",
                        new SystemCallCounts(Map.of("send", 5L), 4),
                        record));

        assertThat(RunRecord.read(directory.resolve("some.json")).figures())
                .singleElement()
                .satisfies(figure -> {
                    assertThat(figure.name()).isEqualTo("some_3.gateway.syscalls_per_delivery");
                    assertThat(figure.title()).isEqualTo("to 3, gateway: system calls");
                    assertThat(figure.unit()).isEqualTo("calls/delivery");
                    assertThat(figure.rounds()).containsExactly(1.25);
                });
    }

    /** Counters and samples in each round; who is first in a round is last in the next. */
    @Test
    void aProfileIsTakenInTurnsForwardsAndBackwards() throws Exception {
        parse("--quick", "--profile", "--rounds", "2");
        profile.of(new LoadCase("some_4.gateway", "to 4", "gateway"), look -> shown.add("to 4"));

        load.traced.takeAndWrite(load.options, record, profile, () -> shown.add("system calls"));

        assertThat(shown).containsExactly("to 3", "to 3", "to 4", "to 4", "to 4", "to 4", "to 3", "to 3");
    }

    @Test
    void aQuickRunIsWithoutThemUnlessAsked() throws Exception {
        List<String> taken = new ArrayList<>();
        parse("--quick");

        load.traced.takeAndWrite(load.options, record, profile, () -> taken.add("once"));

        assertThat(taken).isEmpty();
        assertThat(shown).isEmpty();
        assertThat(directory.resolve("some.json")).exists();
    }

    @Test
    void aThoroughRunHasThemWhereverTheyCanBeCounted() throws Exception {
        List<String> taken = new ArrayList<>();
        parse();

        load.traced.takeAndWrite(load.options, record, profile, () -> taken.add("once"));

        assertThat(taken).hasSize(SystemCalls.areCountable() ? 1 : 0);
        assertThat(shown).hasSize(ThreadProfile.canBeHad() ? 10 : 0);
    }

    @Test
    void whatWasMeasuredIsWrittenAlsoIfTheyFail() {
        parse("--quick", "--syscalls");

        assertThatThrownBy(() -> load.traced.takeAndWrite(load.options, record, profile, () -> {
                    throw new IOException("strace cannot follow");
                }))
                .hasMessage("strace cannot follow");

        assertThat(directory.resolve("some.json")).exists();
    }

    @Test
    void whatPerfCannotShowIsNoReasonNotToCount() {
        List<String> taken = new ArrayList<>();
        parse("--quick", "--syscalls", "--profile");
        profile.of(new LoadCase("some_4.gateway", "to 4", "gateway"), look -> {
            throw new IOException("perf does not watch");
        });

        assertThatThrownBy(() -> load.traced.takeAndWrite(load.options, record, profile, () -> taken.add("counted")))
                .hasMessage("perf does not watch");

        assertThat(taken).containsExactly("counted");
        assertThat(directory.resolve("some.json")).exists();
    }

    private void parse(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--results", directory.toString(), "programs"));
        new CommandLine(load).parseArgs(all.toArray(String[]::new));
    }

    @Command
    private static final class Load {
        @Mixin
        private final LoadOptions options = new LoadOptions();

        @Mixin
        private final TracedTurns traced = new TracedTurns();
    }
}
