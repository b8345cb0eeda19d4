package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The C programs and the hub that feeds itself, with few clients and events. */
@Timeout(120)
class FanoutPlanIT {

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(programs, "drive", "relay", "fanout");
    }

    @Test
    void everyCaseIsMeasuredOnceInEachRound() throws Exception {
        FanoutScale small =
                new FanoutScale(20, List.of(2, 20), 2, 20, 2_000, 1_000, 20_000, List.of(20), 50, 50, 1_000);
        RunRecord.Builder record = RunRecord.of("fanout", "scripts/bench fanout");

        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"));
                RelayProcess selfFed = startSelfFed()) {
            FanoutPlan.of(small, new Relays(programs, relay, List.of()), selfFed)
                    .run(LoadRounds.once(0, 2), "small")
                    .addTo(record);
        }

        assertThat(record.build().figures())
                .allSatisfy(figure -> assertThat(figure.rounds()).hasSize(2));
        assertThat(record.build().ratios())
                .extracting(RunRecord.Ratio::name)
                .contains("fanout_20_vs_c", "fanout_20_batched_vs_c", "latency_p99_20_vs_c", "scaling_20_vs_2");
        assertThat(record.build().points())
                .filteredOn(point -> point.plot().equals("throughput"))
                .extracting(RunRecord.Point::line)
                .contains(
                        "gateway flat out",
                        "C relay flat out",
                        "gateway, 1 per send",
                        "C send loop, 1 per send",
                        "C send loop, 16 per send");
        assertThat(record.build().points())
                .filteredOn(point -> point.plot().equals("percentiles_fanout"))
                .extracting(RunRecord.Point::line)
                .containsOnly("gateway", "gateway, last byte", "C send loop", "C send loop, last byte");
    }

    /** More than there are uids: none of them may take the place of one before. */
    @Test
    void theHubThatFeedsItselfGivesEveryClientEveryEvent() throws Exception {
        int events = 25_000;
        try (RelayProcess selfFed = startSelfFed()) {
            LoadMeasure measure = new Relays(programs, selfFed, List.of())
                    .onSelfFed(selfFed, 3, drive -> drive.copies(events), events);

            assertThat(measure.events()).isEqualTo(3L * events);
        }
    }

    private static RelayProcess startSelfFed() throws Exception {
        return RelayProcess.java(
                "FanoutGateway", List.of(), programs.resolve("self-fed.log"), FanoutGateway.class.getName());
    }
}
