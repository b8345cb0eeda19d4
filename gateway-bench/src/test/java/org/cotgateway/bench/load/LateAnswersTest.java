package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotgateway.bench.load.LateAnswers.Cause;
import org.cotgateway.bench.load.ProcessorTrace.Owner;
import org.junit.jupiter.api.Test;

class LateAnswersTest {

    private static final Owner IDLE = new Owner(0, "swapper/0");
    private static final Owner LOOP = new Owner(10, "cot-gateway-1-1");
    private static final Owner CLIENTS = new Owner(20, "download");
    private static final Owner COLLECTOR = new Owner(11, "VM Thread");
    private static final Owner KERNEL = new Owner(7, "kworker/u8:1 next_pid=3");

    private static final Function<Owner, Cause> WHO = owner -> switch (owner.number()) {
        case 11 -> Cause.COLLECTOR;
        case 7 -> Cause.KERNEL;
        default -> Cause.NOBODY;
    };

    @Test
    void eachHasItsProcessorUntilTheNextHasIt() throws IOException {
        ProcessorTrace trace = trace(
                line(0, "5.000000000", LOOP),
                line(1, "5.000000100", CLIENTS),
                line(0, "5.000000400", COLLECTOR),
                line(0, "5.000000700", LOOP),
                "a line of another kind",
                "[000] 5.000002000: sched:sched_switch: some body:4 [120] S ==> " + IDLE.name() + ":0 [120]");

        assertThat(trace.during(5_000_000_200L, 5_000_001_000L))
                .isEqualTo(Map.of(LOOP, 200L + 300, COLLECTOR, 300L, CLIENTS, 800L));
        assertThat(trace.during(5_000_000_500L, 5_000_000_600L)).isEqualTo(Map.of(COLLECTOR, 100L, CLIENTS, 100L));
        assertThat(trace.during(5_000_003_000L, 5_000_003_100L)).isEqualTo(Map.of(IDLE, 100L, CLIENTS, 100L));
        assertThat(trace.during(4_999_999_900L, 5_000_000_050L)).isEqualTo(Map.of(LOOP, 50L));
    }

    @Test
    void lateIsBecauseOfWhoRanForLongestAndNotForAMomentOnly() throws IOException {
        ProcessorTrace trace = trace(
                line(1, "5.000000000", CLIENTS),
                line(0, "5.000000000", LOOP),
                line(0, "5.000001000", KERNEL),
                line(0, "5.000001300", COLLECTOR),
                line(0, "5.000001700", LOOP),
                line(0, "5.000003000", KERNEL),
                line(0, "5.000003140", IDLE));

        Map<Cause, Double> causes = LateAnswers.causes(
                List.of(
                        "5000001000 5000002000",
                        "5000000900 5000001300",
                        "5000002500 5000003500",
                        "5000000000 5000001000"),
                trace,
                WHO);

        assertThat(causes)
                .containsEntry(Cause.COLLECTOR, 25.0)
                .containsEntry(Cause.KERNEL, 25.0)
                .containsEntry(Cause.NOBODY, 50.0)
                .containsEntry(Cause.COMPILER, 0.0)
                .hasSize(Cause.values().length);
    }

    @Test
    void traceWithoutSwitchesAndATurnWithoutLateAnswersAreTold() throws IOException {
        ProcessorTrace trace = trace(line(0, "5.000000000", LOOP));

        assertThatThrownBy(() -> trace("nothing"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no switch");
        assertThatThrownBy(() -> LateAnswers.causes(List.of(), trace, WHO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("late");
    }

    /** The process of this test is the server: its threads have the names that the JVM gives them. */
    @Test
    void threadsOfTheServerAreToldByTheirNames() throws IOException {
        long self = ProcessHandle.current().pid();
        Function<Owner, Cause> who = LateAnswers.beside(self, "2147483646", 2147483645);

        assertThat(who.apply(IDLE)).isEqualTo(Cause.NOBODY);
        assertThat(who.apply(new Owner(2147483646, "loop"))).isEqualTo(Cause.NOBODY);
        assertThat(who.apply(new Owner(2147483645, "download"))).isEqualTo(Cause.NOBODY);
        assertThat(who.apply(new Owner((int) self, "VM Thread"))).isEqualTo(Cause.COLLECTOR);
        assertThat(who.apply(new Owner((int) self, "C2 CompilerThre"))).isEqualTo(Cause.COMPILER);
        assertThat(who.apply(new Owner((int) self, "cot-gateway-wor"))).isEqualTo(Cause.OTHER_THREADS);
        assertThat(who.apply(new Owner(2147483644, "gone"))).isEqualTo(Cause.OTHER_PROGRAMS);
    }

    private static ProcessorTrace trace(String... lines) throws IOException {
        return ProcessorTrace.read(Stream.of(lines));
    }

    private static String line(int processor, String seconds, Owner to) {
        return String.format(
                "[%03d] %s: sched:sched_switch: prev_comm=some body prev_pid=4 prev_prio=120 prev_state=S ==> next_comm=%s"
                        + " next_pid=%d next_prio=120",
                processor, seconds, to.name(), to.number());
    }
}
