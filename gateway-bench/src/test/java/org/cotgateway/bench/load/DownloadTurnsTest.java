package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.cotgateway.bench.report.RunRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DownloadTurnsTest {

    private static final DownloadTurns.Measure SLOW = measure(4_000_000, 40_000_000, 30);
    private static final DownloadTurns.Measure FAST = measure(2_000_000, 10_000_000, 10);

    private final DownloadTurns turns = new DownloadTurns();

    @Test
    void ofAPacedCaseMedianPercentileAndProcessorTimeAreCompared() throws IOException {
        turns.add(DownloadCase.paced(DownloadSize.KB_100), FAST, SLOW);
        turns.add(DownloadCase.paced(DownloadSize.KB_100), SLOW, FAST);

        assertThat(record().ratios())
                .containsExactly(
                        ratio("http_100k_paced_p50_vs_nginx", "median", null, 2.0, 0.5),
                        ratio("http_100k_paced_p99_vs_nginx", "99th percentile", 1.0, 4.0, 0.25),
                        ratio("http_100k_paced_cpu_vs_nginx", "processor time", null, 3.0, 1 / 3.0));
    }

    @Test
    void aPacedCaseIsNoPointOfThePlotOfAnswersASecond() throws IOException {
        turns.add(DownloadCase.paced(DownloadSize.KB_1), FAST, SLOW);
        turns.add(DownloadCase.few(DownloadSize.KB_1), FAST, SLOW);

        assertThat(record().points()).hasSize(2).extracting(RunRecord.Point::x).containsOnly(64.0);
        assertThat(record().figures())
                .extracting(RunRecord.Figure::name)
                .contains("http_1k_64.gateway.p99_ms", "http_1k_paced.gateway.p99_ms", "http_1k_paced.nginx.cpu_us");
    }

    @Test
    void goalsAreThoseOfFewClientsAndPercentilesThatWaitForNobody() throws IOException {
        turns.add(DownloadCase.paced(DownloadSize.KB_1), FAST, SLOW);
        turns.add(DownloadCase.many(DownloadSize.KB_1, 1_000), FAST, SLOW);
        turns.add(DownloadCase.few(DownloadSize.KB_1), FAST, SLOW);

        assertThat(record().ratios())
                .filteredOn(ratio -> ratio.goal() != null)
                .extracting(RunRecord.Ratio::name)
                .containsExactlyInAnyOrder("http_1k_vs_nginx", "http_1k_p99_vs_nginx", "http_1k_paced_p99_vs_nginx");
    }

    @Test
    void besideTheProgramInCAnswersAndProcessorTimeOfTheSameRoundAreCompared() throws IOException {
        turns.add(DownloadCase.few(DownloadSize.KB_1), FAST, SLOW);
        turns.addLimit(DownloadCase.few(DownloadSize.KB_1), SLOW);
        turns.add(DownloadCase.few(DownloadSize.KB_1), SLOW, FAST);
        turns.addLimit(DownloadCase.few(DownloadSize.KB_1), FAST);
        turns.add(DownloadCase.paced(DownloadSize.KB_1), FAST, SLOW);

        assertThat(record().ratios())
                .filteredOn(ratio -> ratio.name().endsWith("_vs_c"))
                .extracting(RunRecord.Ratio::name, RunRecord.Ratio::rounds)
                .containsExactly(
                        tuple("http_1k_vs_c", List.of(1.0, 1.0)), tuple("http_1k_cpu_vs_c", List.of(3.0, 1 / 3.0)));
        assertThat(record().figures())
                .filteredOn(figure -> figure.name().equals("http_1k_64.c.cpu_us"))
                .extracting(RunRecord.Figure::rounds)
                .containsExactly(List.of(30.0, 10.0));
    }

    @Test
    void whatAnAnswerAllocatesIsAFigureOfWhoeverTellsIt() throws IOException {
        turns.add(DownloadCase.many(DownloadSize.KB_1, 1_000), allocating(FAST, 250_000), SLOW);
        turns.add(DownloadCase.many(DownloadSize.KB_1, 1_000), allocating(SLOW, 300_050), FAST);
        turns.add(DownloadCase.paced(DownloadSize.MB_5), allocating(FAST, 1_000), SLOW);

        assertThat(record().figures())
                .filteredOn(figure -> figure.name().contains("allocated"))
                .extracting(
                        RunRecord.Figure::name,
                        RunRecord.Figure::title,
                        RunRecord.Figure::unit,
                        RunRecord.Figure::moreIsBetter,
                        RunRecord.Figure::rounds)
                .containsExactly(
                        tuple(
                                "http_1k_1000.gateway.allocated_bytes_per_request",
                                "1 kB to 1000 clients, gateway, allocated in the heap",
                                "B/request",
                                false,
                                List.of(2_500.0, 3_000.5)),
                        tuple(
                                "http_5m_paced.gateway.allocated_bytes_per_request",
                                "5 MB, 500/s to up to 64 clients, gateway, allocated in the heap",
                                "B/request",
                                false,
                                List.of(10.0)));
    }

    private static DownloadTurns.Measure allocating(DownloadTurns.Measure measure, long bytes) {
        return new DownloadTurns.Measure(measure.result(), measure.cpuUs(), OptionalLong.of(bytes));
    }

    private RunRecord record() throws IOException {
        RunRecord.Builder record = RunRecord.of("download", "scripts/bench download");
        turns.addTo(record);
        return record.build();
    }

    private static RunRecord.Ratio ratio(String name, String what, @Nullable Double goal, Double... rounds) {
        return new RunRecord.Ratio(
                name, "100 kB, 4,000/s to up to 64 clients, to nginx, " + what, goal, List.of(rounds));
    }

    private static DownloadTurns.Measure measure(long p50Ns, long p99Ns, double cpuUs) {
        return new DownloadTurns.Measure(
                new DownloadResult(100, 100_000, 1_000_000_000, 500_000_000, p50Ns, p99Ns, p99Ns, 1, 2, 7, List.of()),
                cpuUs,
                OptionalLong.empty());
    }
}
