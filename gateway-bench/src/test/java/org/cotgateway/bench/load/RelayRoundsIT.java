package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The C programs, built as {@code scripts/bench} builds them, with few clients and events. */
@Timeout(120)
class RelayRoundsIT {

    private static final Path SOURCES = Path.of("src", "main", "c");
    private static final long COMPILE_TIMEOUT_S = 60;

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        for (String program : List.of("drive", "relay", "fanout")) {
            Process gcc = new ProcessBuilder(
                            "gcc",
                            "-std=c17",
                            "-O2",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-o",
                            programs.resolve(program).toString(),
                            SOURCES.resolve(program + ".c").toString())
                    .inheritIO()
                    .start();
            assertThat(gcc.waitFor(COMPILE_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
            assertThat(gcc.exitValue()).as("gcc %s.c", program).isZero();
        }
    }

    @Test
    void everyCaseIsMeasuredOnceInEachRound() throws Exception {
        RelayScale small = new RelayScale(20, 20, 20, 200, 200, 200, 50, 1_000, 1_000, 1_000);
        RelayReport report = new RelayReport("small");

        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"))) {
            new RelayRounds(programs, small, List.of(), relay).run(0, 2, report);
        }

        assertThat(RelayCase.values())
                .allSatisfy(measured -> assertThat(report.figures(measured, RelayMeasure::eventsPerSecond))
                        .hasSize(2));
        assertThat(report.figures(
                        RelayCase.FLAT_OUT_RELAY, measure -> measure.drive().received()))
                .containsOnly(20 * 200);
        assertThat(report.figures(RelayCase.INTAKE_RELAY, RelayMeasure::events)).containsOnly(1_000);
        assertThat(report.table()).contains("small");
    }

    @Test
    void aRelayThatRepeatsEventsEndsTheRun() throws Exception {
        try (RelayProcess repeating = RelayProcess.program(programs.resolve("fanout"), "5", "2");
                Drive drive = new Drive(programs, repeating, 5, 0, List.of())) {
            assertThatThrownBy(() -> drive.flatOut(100))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("should have got 100 events each");
        }
    }

    @Test
    void withAnEndpointTheEventsAreLongerByIt() throws Exception {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"));
                Drive plain = new Drive(programs, relay, 1, 0, List.of());
                Drive device = new Drive(programs, relay, 1, 0, List.of("--endpoint", "*:-1:stcp"))) {
            assertThat(device.eventBytes() - plain.eventBytes()).isEqualTo(" endpoint=\"*:-1:stcp\"".length());
        }
    }
}
