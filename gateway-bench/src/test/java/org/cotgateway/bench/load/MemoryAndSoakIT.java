package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Both runs with few receivers, against a gateway in a JVM of its own. */
@Timeout(240)
class MemoryAndSoakIT {

    private static final String SMALL_JVM = "--jvm-option=-XX:TieredStopAtLevel=1";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(directory, "drive");
    }

    @Test
    void memoryIsReadForEachNumberOfReceiversInEachRound() throws Exception {
        int exit = new CommandLine(new MemoryLoad())
                .execute(
                        directory.toString(),
                        "--results=" + directory,
                        "--quick",
                        "--rounds=2",
                        "--warm-up-rounds=1",
                        "--receivers=0,5,20",
                        "--few=5",
                        SMALL_JVM);

        assertThat(exit).isZero();
        RunRecord record = RunRecord.read(directory.resolve("memory.json"));
        assertThat(record.figures())
                .extracting(RunRecord.Figure::name)
                .startsWith(
                        "bytes_per_idle_receiver",
                        "bytes_per_waiting_event",
                        "allocated_bytes_per_delivery",
                        "allocated_bytes_per_event")
                .contains("living_0.gateway.mib", "living_20.gateway.mib", "resident_5.gateway.mib")
                .contains("memory_delivering.gateway.gc_ms_per_s", "memory_delivering.gateway.gc_longest_ms");
        assertThat(record.figures())
                .filteredOn(figure -> figure.name().equals("bytes_per_waiting_event"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.rounds()).allMatch(bytes -> bytes > 50 && bytes < 200));
        assertThat(record.figures())
                .filteredOn(figure -> !figure.name().startsWith("memory_delivering.gateway."))
                .allSatisfy(figure -> assertThat(figure.rounds()).hasSize(2));
        assertThat(record.points())
                .extracting(RunRecord.Point::line, RunRecord.Point::x)
                .containsExactly(
                        tuple("gateway, living", 0.0),
                        tuple("gateway, living", 5.0),
                        tuple("gateway, living", 20.0),
                        tuple("gateway, resident", 0.0),
                        tuple("gateway, resident", 5.0),
                        tuple("gateway, resident", 20.0));
    }

    @Test
    void aSoakLosesNothingAndKeepsNoDescriptors() throws Exception {
        int exit = new CommandLine(new SoakLoad())
                .execute(
                        directory.toString(),
                        "--results=" + directory,
                        "--rounds=1",
                        "--seconds=2",
                        "--receivers=5",
                        "--churn=3",
                        "--rate=20",
                        SMALL_JVM);

        assertThat(exit).isZero();
        RunRecord record = RunRecord.read(directory.resolve("soak.json"));
        assertThat(record.figures())
                .extracting(RunRecord.Figure::name)
                .contains(
                        "soak.gateway.gc_longest_ms",
                        "soak.gateway.loop_allocated_mib_per_s",
                        "soak.gateway.heap_mib",
                        "soak.gateway.direct_mib",
                        "soak.gateway.netty_mib");
        assertThat(record.figures())
                .filteredOn(figure -> figure.name().equals("soak.gateway.deliveries"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.rounds()).containsExactly(200.0));
        assertThat(record.figures())
                .filteredOn(figure -> figure.name().equals("soak.gateway.descriptors"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.rounds()).allMatch(more -> more < 5));
    }
}
