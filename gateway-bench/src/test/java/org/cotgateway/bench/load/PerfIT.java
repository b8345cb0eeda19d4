package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotgateway.bench.load.ThreadCounters.Counted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PerfIT {

    private static final int ASKED = 20;
    private static final int ASKED_BEFORE = 20_000;

    @TempDir
    private Path programs;

    /** A program that is asked and waits for the next question gives way to others in between, once at least. */
    @Test
    void onlyWhatIsDoneBetweenBeginAndEndIsCounted() throws Exception {
        assumeTrue(ThreadProfile.canBeHad(), "no perf, or it may not watch others");
        Programs.build(programs, "udpsink");
        Path found = programs.resolve("found.csv");
        List<String> how = List.of("stat", "-x", ",", "-e", "context-switches", "-o", found.toString());
        try (ChildProgram sink =
                        new ChildProgram(List.of(programs.resolve("udpsink").toString(), "1"));
                Perf perf = Perf.of(how, Long.toString(sink.pid()))) {
            sink.numbers();
            ask(sink, ASKED_BEFORE);
            perf.begin();
            ask(sink, ASKED);
            perf.end();
        }

        assertThat(ThreadCounters.counts(Files.readAllLines(found)).get(Counted.SWITCHES))
                .isBetween((double) ASKED, (double) ASKED_BEFORE / 2);
    }

    /** One that is asked gets a processor each time. */
    @Test
    void switchesOfAllThreadsAreTraced() throws Exception {
        assumeTrue(ThreadProfile.canBeHad(), "no perf, or it may not watch others");
        Programs.build(programs, "udpsink");
        try (ChildProgram sink =
                new ChildProgram(List.of(programs.resolve("udpsink").toString(), "1"))) {
            sink.numbers();
            long beginNs = System.nanoTime();

            ProcessorTrace trace = ProcessorTrace.of(() -> {
                ask(sink, ASKED);
                return ASKED;
            });

            assertThat(trace.during(beginNs, System.nanoTime()))
                    .hasEntrySatisfying(
                            new ProcessorTrace.Owner((int) sink.pid(), "udpsink"),
                            ns -> assertThat(ns).isPositive());
        }
    }

    @Test
    void oneThatIsNotThereLeavesNothingBehind() throws Exception {
        Set<Path> before = directories();

        try (Perf missing = Perf.of("no-such-perf", List.of("stat"), "1")) {
            assertThatThrownBy(missing::begin).isInstanceOf(IOException.class).hasMessageContaining("no-such-perf");
        }

        assertThat(directories()).isEqualTo(before);
    }

    private static void ask(ChildProgram program, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            program.ask("count");
        }
    }

    private static Set<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(each -> each.getFileName().toString().matches("perf-\\d+"))
                    .collect(Collectors.toSet());
        }
    }
}
