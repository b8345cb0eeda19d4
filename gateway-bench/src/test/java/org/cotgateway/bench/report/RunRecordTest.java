package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

    @TempDir
    private Path directory;

    @Test
    void isReadAsItWasWritten() throws IOException {
        RunRecord written = RunRecord.of("relay", "scripts/bench relay")
                .source("v1")
                .version("node-cot", "13.1.0")
                .more("relay_300.gateway.deliveries_per_s", "flat out to 300", "deliveries/s", 1e6, 1.5e6)
                .less("start_ms", "until it listens", "ms", 700)
                .ratio("relay_300_vs_c", "flat out to 300, to the C relay", 0.8, 0.9, 0.95)
                .ratio("relay_300_cpu_vs_c", "the same, processor time", new double[] {0.7, 0.75})
                .point("throughput", "gateway", 300, 1e6, 1.5e6)
                .build();

        written.write(directory);

        assertThat(RunRecord.read(directory.resolve("relay.json"))).isEqualTo(written);
        assertThat(written.source()).isEqualTo("v1");
        assertThat(written.versions())
                .containsKeys("Memory", "Kernel", "JDK", "Netty", "Aalto", "Woodstox")
                .containsEntry("node-cot", "13.1.0")
                .doesNotContainValue("not there");
        assertThat(written.ratios().get(1).goal()).isNull();
    }
}
