package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With few receivers and events. */
@Timeout(120)
class VariantsLoadIT {

    private static final VariantsScale SMALL = new VariantsScale(6, 8, 50, 20, 200, 30, 500);

    @TempDir
    private Path programs;

    @Test
    void eachVariantIsComparedWithTheUsualOneUnderBothLoads() throws Exception {
        Programs.build(programs, "drive");
        Path settings = Files.writeString(programs.resolve("nio.yaml"), "sockets: nio\n");
        Variant usual = Variant.usual(List.of("-XX:TieredStopAtLevel=1"));
        Variant nio = usual.named("nio", "sockets by NIO").set("sockets: nio\n");
        RunRecord.Builder record = RunRecord.of("variants", "scripts/bench variants");

        try (RelayProcess first = start(usual);
                RelayProcess second = start(nio, "--config=" + settings)) {
            Map<Variant, Relays> running = new LinkedHashMap<>();
            running.put(usual, new Relays(programs, first, List.of()));
            running.put(nio, new Relays(programs, second, List.of()));
            for (Relays relays : running.values()) {
                VariantsPlan.compile(SMALL, relays);
            }
            VariantsPlan.of(SMALL, running).run(LoadRounds.once(0, 2), "small").addTo(record);
        }

        assertThat(record.build().ratios())
                .allSatisfy(ratio -> assertThat(ratio.rounds()).hasSize(2))
                .extracting(RunRecord.Ratio::name)
                .containsExactly(
                        "variant_nio_flat_out",
                        "variant_nio_flat_out_loop_cpu",
                        "variant_nio_p99",
                        "variant_nio_paced_loop_cpu");
        assertThat(record.build().figures())
                .extracting(RunRecord.Figure::name)
                .contains("variants_flat_out.default.deliveries_per_s", "variants_paced.nio.p99_ms");
        assertThat(Files.readString(log(usual))).contains("by EPOLL");
        assertThat(Files.readString(log(nio))).contains("by NIO");
    }

    private RelayProcess start(Variant variant, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        // Else how sockets are driven is not in the log.
        all.add("--debug");
        return RelayProcess.gateway(variant.jdk(), variant.jvmOptions(), all, log(variant));
    }

    private Path log(Variant variant) {
        return programs.resolve(variant.name() + ".log");
    }
}
