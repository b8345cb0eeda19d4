package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoadOptionsTest {

    @Test
    void theRecordNamesTheCommandAndTheSourcesThatWereTold() throws IOException {
        String told = "scripts/bench download --quick --nginx-setting 'sendfile off'";

        RunRecord record = record("--quick", "--command", told, "--source", "v1");

        assertThat(record.command()).isEqualTo(told);
        assertThat(record.source()).isEqualTo("v1");
    }

    @Test
    void withoutACommandTheRecordNamesTheRunItsTurnsAndItsRounds() throws IOException {
        assertThat(record().command()).isEqualTo("scripts/bench download --rounds 5");
        assertThat(record("--quick", "--rounds=3").command()).isEqualTo("scripts/bench download --quick --rounds 3");
        assertThat(record().source()).isEqualTo("unknown");
    }

    /** As {@code scripts/bench RUN --help} asks. */
    @Test
    void helpIsPrintedInThePlaceOfARun() {
        StringWriter printed = new StringWriter();
        CommandLine line = new CommandLine(new StartLoad(Jdks.here())).setOut(new PrintWriter(printed));

        int exit = line.execute("--help");

        assertThat(exit).isZero();
        assertThat(printed.toString()).contains("--rounds", "--class-path");
    }

    /** By its status the script knows that the record of the run before still holds. */
    @Test
    void whatCannotBeMeasuredIsToldBeforeAnythingIs() {
        StringWriter said = new StringWriter();
        CommandLine none = LoadOptions.line(new StartLoad(Jdks.here())).setErr(new PrintWriter(said));
        CommandLine many = LoadOptions.line(new DirectPushLoad()).setErr(new PrintWriter(said));

        assertThat(none.execute("programs", "--rounds=0")).isEqualTo(2);
        assertThat(many.execute("programs", "--devices=2000000000")).isEqualTo(2);
        assertThat(said.toString())
                .contains("StartLoad: it takes at least one round")
                .contains("DirectPushLoad: a process may open only");
    }

    @Test
    void theTableNamesFiguresAndRatiosAndWhatIsWantedOfThem() throws IOException {
        RunRecord record = RunRecord.of("start", "scripts/bench start")
                .less("start_ms", "start", "ms", 700, 800, 900)
                .less("start_plain_ms", "plain", "ms", 1_500)
                .ratio("relay_300_vs_c", "relay", 0.8, 0.9)
                .build();

        assertThat(LoadOptions.table(record).lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "start_ms start 800 (700 to 900) ms goal 1,000",
                        "start_plain_ms plain 1,500 (1,500 to 1,500) ms",
                        "relay_300_vs_c relay 0.90 (0.90 to 0.90) goal 0.80");
    }

    private static RunRecord record(String... arguments) throws IOException {
        LoadOptions options = new LoadOptions();
        new CommandLine(options)
                .parseArgs(Stream.concat(Stream.of("programs"), Arrays.stream(arguments))
                        .toArray(String[]::new));
        return options.record("download").build();
    }
}
