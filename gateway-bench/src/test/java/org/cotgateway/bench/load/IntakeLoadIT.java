package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With few events and a small body. */
@Timeout(120)
class IntakeLoadIT {

    private static final List<String> WAYS = List.of("stream", "post_xml", "post_ndjson");

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(programs, "drive", "post");
    }

    @Test
    void eachWayIsMeasuredWithWhatAnEventAllocates() throws IOException {
        int exit = new CommandLine(new IntakeLoad())
                .execute(
                        programs.toString(),
                        "--results=" + programs,
                        "--quick",
                        "--rounds=2",
                        "--warm-up-rounds=0",
                        "--events=2000",
                        "--large-body=100000",
                        "--jvm-option=-XX:TieredStopAtLevel=1");

        assertThat(exit).isZero();
        RunRecord record = RunRecord.read(programs.resolve("intake.json"));
        for (String way : WAYS) {
            assertThat(record.figures())
                    .filteredOn(
                            figure -> figure.name().equals("intake_" + way + ".gateway.allocated_bytes_per_delivery"))
                    .as(way)
                    .singleElement()
                    .satisfies(figure -> {
                        assertThat(figure.unit()).isEqualTo("B/delivery");
                        // Each is read and kept.
                        assertThat(figure.rounds()).hasSize(2).allMatch(bytes -> bytes > 100 && bytes < 100_000);
                    });
        }
        assertThat(record.figures())
                .extracting(RunRecord.Figure::name)
                .contains("intake_post_xml.gateway.cpu_ns_per_delivery", "intake_large_body.gateway.grown_mib");
    }
}
