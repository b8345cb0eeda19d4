package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of a loop in C and of the gateway's, as far as this machine lets itself be looked at. */
@Timeout(120)
class ThreadProfileIT {

    private static final int DEVICES = 20;
    private static final int BURSTS = 20;
    private static final int MOST_IN_BURST = 100;

    @TempDir
    private Path programs;

    @Test
    void theRecordSaysWhatTheThreadsDoAndWhere() throws Exception {
        assumeTrue(ThreadProfile.canBeHad(), "no perf, or it may not watch others");
        Programs.build(programs, "udp", "udpsink");
        Path message = Files.write(programs.resolve("message"), new byte[500]);
        RunRecord.Builder record = RunRecord.of("some", "scripts/bench some");
        try (UdpSink sink = new UdpSink(programs.resolve("udpsink"), DEVICES)) {
            String port = Integer.toString(sink.port());
            String count = Integer.toString(DEVICES);
            List<String> command = List.of(programs.resolve("udp").toString(), count, port, message.toString());
            try (ChildProgram loop = new ChildProgram(command);
                    ChildProgram hub = ChildProgram.java(List.of(), HubPusher.class, count, port)) {
                new ThreadProfile("delivery")
                        .of(
                                new LoadCase("some.c_loop", "to 20", "C"),
                                look -> look.at(loop.pid(), () -> send(loop, sink)))
                        .of(
                                new LoadCase("some.gateway", "to 20", "gateway"),
                                look -> look.at(hub.pid(), () -> send(hub, sink)))
                        .take(2, programs, record);
            }
        }

        Map<String, List<Double>> figures = record.build().figures().stream()
                .collect(Collectors.toMap(RunRecord.Figure::name, RunRecord.Figure::rounds));
        assertThat(figures)
                .hasEntrySatisfying(
                        "some.c_loop.profile.context_switches",
                        all -> assertThat(all)
                                .hasSize(2)
                                .allSatisfy(each -> assertThat(each).isPositive()))
                .containsKey("some.gateway.profile.waited_ns");
        assertThat(places(figures, "some.c_loop.profile.").keySet())
                .contains("kernel_percent")
                .doesNotContain("java_percent", "jvm_percent");
        assertThat(places(figures, "some.gateway.profile.").keySet()).contains("kernel_percent", "java_percent");
        assertThat(programs.resolve("some.gateway.functions.txt")).content().contains("org.cotgateway.");
    }

    /** As often as it takes for a handful of samples. */
    private static long send(ChildProgram program, UdpSink sink) throws IOException {
        Pusher pusher = Pusher.program(program, "", DEVICES);
        int burst = Math.min(MOST_IN_BURST, sink.buffered());
        long events = 0;
        for (int i = 0; i < BURSTS; i++) {
            events += pusher.push(burst).events();
            sink.awaitEach(burst);
        }
        return events;
    }

    /** The shares, which are those of all samples together. */
    private static Map<String, Double> places(Map<String, List<Double>> figures, String prefix) {
        Map<String, Double> places = figures.entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(prefix) && each.getKey().endsWith("_percent"))
                .collect(Collectors.toMap(
                        each -> each.getKey().substring(prefix.length()),
                        each -> each.getValue().get(0)));
        assertThat(places.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(100, within(3.0));
        return places;
    }
}
