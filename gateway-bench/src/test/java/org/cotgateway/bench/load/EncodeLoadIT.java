package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(240)
class EncodeLoadIT {

    @TempDir
    private static Path programs;

    @BeforeAll
    static void compile() throws Exception {
        // Two at once would disturb each other's figures, which do not matter here.
        System.setProperty("jmh.ignoreLock", "true");
        Programs.build(programs, "format");
    }

    @Test
    void everythingIsMeasuredOnceInEachRound() throws IOException {
        Path results = programs.resolve("results");

        int exit = new CommandLine(new EncodeLoad())
                .execute(
                        programs.toString(),
                        "--results=" + results,
                        "--rounds=1",
                        "--quick",
                        "--node-packages=" + NodeCotIT.packages());

        assertThat(exit).isZero();
        RunRecord record = RunRecord.read(results.resolve("encode.json"));
        assertThat(record.ratios())
                .extracting(RunRecord.Ratio::name)
                .containsExactly(
                        "encode_vs_c",
                        "encode_first_vs_c",
                        "encode_vs_aalto",
                        "intake_vs_aalto",
                        "intake_bytes_vs_aalto",
                        "encode_vs_node_cot",
                        "intake_vs_node_cot");
        assertThat(record.versions()).containsKey("node-cot");
        assertThat(record.ratios())
                .allSatisfy(ratio -> assertThat(ratio.rounds()).hasSize(1).allMatch(value -> value > 0));
        assertThat(record.figures())
                .extracting(RunRecord.Figure::name)
                .contains(
                        "encode.node_cot.ns_per_event",
                        "encode.gateway.ns_per_event",
                        "encode_first.gateway.ns_per_event",
                        "encode.c.ns_per_event",
                        "encode_bytes_per_op")
                // It would be that of the copies.
                .doesNotContain("encode_first.gateway.bytes_per_op");
    }
}
