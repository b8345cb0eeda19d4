package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.Test;

class LoadReportTest {

    private static final int ROUNDS = 3;

    private final LoadPlan plan = new LoadPlan();
    private final LoadCase ours = plan.turn("a.gateway", "flat out", "gateway", allocating(turns(2, 4, 1)));
    private final LoadCase others = plan.turn("a.c", "flat out", "C", turns(1, 1, 1));

    LoadReportTest() {
        plan.ratio("a_vs_c", "deliveries", 0.8, ours, others, LoadFigure.PER_S)
                .ratio("a_p99_vs_c", "p99", ours, others, LoadFigure.P99_MS)
                .point("throughput", "gateway", 10, ours, LoadFigure.PER_S);
    }

    @Test
    void ratiosAreMadeRoundByRoundSoThatMoreIsBetterAndComeFirst() throws Exception {
        String table = plan.run(LoadRounds.once(0, ROUNDS), "some machine").table();

        assertThat(table).startsWith("some machine\n");
        assertThat(table.lines().filter(line -> line.startsWith("a_vs_c ")))
                .singleElement()
                .asString()
                .contains("0.50 (0.25 to 1.00)")
                .endsWith("0.80");
        assertThat(table.lines().filter(line -> line.startsWith("a_p99_vs_c ")))
                .singleElement()
                .asString()
                .endsWith("0.50 (0.25 to 1.00)");
        assertThat(table.indexOf("a_p99_vs_c")).isLessThan(table.indexOf("ns/delivery"));
    }

    @Test
    void theRecordHoldsEveryRoundOfEveryFigure() throws Exception {
        RunRecord.Builder builder = RunRecord.of("some", "scripts/bench some");
        plan.run(LoadRounds.once(0, ROUNDS), "some machine").addTo(builder);
        RunRecord record = builder.build();

        assertThat(record.ratios())
                .extracting(RunRecord.Ratio::name, RunRecord.Ratio::goal, RunRecord.Ratio::rounds)
                .contains(tuple("a_vs_c", 0.8, List.of(0.5, 0.25, 1.0)));
        assertThat(record.figures())
                .extracting(RunRecord.Figure::name)
                .doesNotHaveDuplicates()
                .hasSize(2 * LoadFigure.values().length - 1)
                .contains(
                        "a.gateway.deliveries_per_s",
                        "a.c.last_p99_ms",
                        "a.gateway.p9999_ms",
                        "a.gateway.allocated_bytes_per_delivery")
                .as("of a program that tells nothing of it")
                .doesNotContain("a.c.allocated_bytes_per_delivery");
        assertThat(record.figures())
                .filteredOn(figure -> figure.name().equals("a.gateway.allocated_bytes_per_delivery"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.rounds()).containsExactly(4.0, 8.0, 2.0));
        assertThat(record.points())
                .singleElement()
                .satisfies(point -> assertThat(point.rounds()).hasSize(ROUNDS));
    }

    @Test
    void latenciesAreALineOverTheirPercentilesToTheGreatest() throws Exception {
        RunRecord.Builder builder = RunRecord.of("some", "scripts/bench some");
        LoadPlan paced = new LoadPlan();
        LoadCase gateway = paced.turn("a.gateway", "paced", "gateway", turns(1));
        paced.percentiles("percentiles", "gateway", gateway).lastPercentiles("percentiles", "last", gateway);
        paced.run(LoadRounds.once(0, 1), "some machine").addTo(builder);

        assertThat(builder.build().points())
                .extracting(
                        RunRecord.Point::line,
                        RunRecord.Point::x,
                        point -> point.rounds().get(0))
                .containsExactly(
                        tuple("gateway", 50.0, 1.0),
                        tuple("gateway", 90.0, 2.0),
                        tuple("gateway", 99.0, 3.0),
                        tuple("gateway", 99.9, 4.0),
                        tuple("gateway", 99.99, 5.0),
                        tuple("gateway", 100.0, 6.0),
                        tuple("last", 50.0, 1.5),
                        tuple("last", 90.0, 2.5),
                        tuple("last", 99.0, 3.5),
                        tuple("last", 99.9, 4.5),
                        tuple("last", 100.0, 6.0));
    }

    @Test
    void whatTwoTurnsAllocatedIsKnownIfItIsOfBoth() throws Exception {
        LoadMeasure one = measure(1).allocating(1_000);
        LoadMeasure other = measure(3).allocating(500);

        assertThat(one.plus(other).allocatedBytesPerEvent()).isEqualTo(0.75);
        assertThat(one.plus(measure(1)).hasAllocations()).isFalse();
        assertThat(measure(1).plus(one).hasAllocations()).isFalse();
    }

    @Test
    void aDriverThatNobodyLooksAtHasNoShareOfACore() throws Exception {
        LoadPlan unseen = new LoadPlan();
        unseen.turn("a", "pushes", "C", () -> new LoadMeasure(1_000, 1_000, 1_000, 1_000, 0));
        RunRecord.Builder builder = RunRecord.of("some", "scripts/bench some");

        LoadReport report = unseen.run(LoadRounds.once(0, 1), "some machine");
        report.addTo(builder);

        assertThat(builder.build().figures())
                .extracting(RunRecord.Figure::name)
                .contains("a.loop_cpu_ns_per_delivery")
                .doesNotContain("a.driver_core_share");
        assertThat(report.table()).doesNotContain("0 %");
    }

    @Test
    void roundsThatWarmUpAreNotCountedAndTheOrderTurnsAround() throws Exception {
        StringBuilder order = new StringBuilder();
        LoadPlan abc = new LoadPlan();
        for (String name : List.of("a", "b", "c")) {
            abc.turn(name, name, name, () -> {
                order.append(name);
                return measure(1);
            });
        }

        LoadReport report = abc.run(LoadRounds.once(1, 2), "");

        assertThat(order).hasToString("abccbaabc");
        assertThat(report.figures(new LoadCase("a", "a", "a"), LoadFigure.PER_S))
                .hasSize(2);
    }

    @Test
    void aShortTurnIsTakenAgainUntilItHasTakenItsTime() throws Exception {
        List<String> order = new ArrayList<>();
        LoadPlan ofThree = new LoadPlan();
        LoadMeasure twoMs = new LoadMeasure(1_000, 2_000_000, 500_000, 400_000, 300_000);
        AtomicLong clock = new AtomicLong();
        LoadCase ours = ofThree.turn("ours", "flat out", "gateway", () -> {
            order.add("ours");
            clock.addAndGet(twoMs.wallNs());
            return twoMs;
        });
        LoadCase program = ofThree.programTurn("program", "flat out", "C", () -> {
            order.add("program");
            return twoMs;
        });
        ofThree.turn("paced", "paced", "gateway", () -> {
            order.add("paced");
            clock.addAndGet(twoMs.wallNs());
            return measure(2);
        });

        LoadRounds rounds = new LoadRounds(1, 1, Duration.ofMillis(6), Duration.ofMillis(4), clock::get);
        LoadReport report = ofThree.run(rounds, "");

        assertThat(order)
                .as("to warm up, then measured from the end")
                .containsExactly(
                        "ours", "ours", "ours", "program", "paced", "paced", "paced", "paced", "program", "program",
                        "ours", "ours");
        for (LoadCase measured : List.of(ours, program)) {
            assertThat(report.figures(measured, LoadFigure.PER_S))
                    .as("of both turns together")
                    .containsExactly(500_000.0);
            assertThat(report.figures(measured, LoadFigure.CPU)).containsExactly(500.0);
        }
    }

    @Test
    void nothingIsMeasuredUnderOneNameTwice() {
        assertThatThrownBy(() -> plan.turn("a.c", "flat out", "C", turns(1))).hasMessageContaining("a.c");
    }

    /** Measured at these multiples of some time, turn by turn. */
    private static LoadPlan.Turn turns(int... slowness) {
        Iterator<LoadMeasure> measures = Arrays.stream(slowness)
                .mapToObj(LoadReportTest::measure)
                .toList()
                .iterator();
        return measures::next;
    }

    /** The same by a program that tells what it allocates: two bytes a delivery at the least. */
    private static LoadPlan.Turn allocating(LoadPlan.Turn turn) {
        return () -> {
            LoadMeasure measure = turn.measure();
            return measure.allocating(2_000 * measure.wallNs() / 1_000_000);
        };
    }

    private static LoadMeasure measure(long slowness) {
        long ms = 1_000_000 * slowness;
        long half = ms / 2;
        return new LoadMeasure(
                1_000,
                ms,
                ms / 4,
                ms / 5,
                ms / 2,
                OptionalLong.empty(),
                new Latencies(ms, 2 * ms, 3 * ms, 4 * ms, 5 * ms, 6 * ms),
                new Latencies(ms + half, 2 * ms + half, 3 * ms + half, 4 * ms + half, 5 * ms + half, 6 * ms));
    }
}
