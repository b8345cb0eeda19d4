package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the management connection tells of a JVM that hardly does anything. */
@Timeout(120)
class GatewayJvmIT {

    private static final int READINGS = 50;
    /** An answer alone is more. */
    private static final int LITTLE = 2_000;

    @TempDir
    private Path programs;

    @Test
    void whatIsAllocatedToAnswerIsNotAmongWhatIsAskedFor() throws Exception {
        try (RelayProcess gateway = start();
                GatewayJvm jvm = GatewayJvm.of(gateway)) {
            ThreadAllocations before = jvm.allocations();
            for (int i = 0; i < READINGS; i++) {
                jvm.allocations();
            }

            assertThat(jvm.allocations().sinceBytes(before).orElseThrow()).isBetween(0L, (long) READINGS * LITTLE);
        }
    }

    @Test
    void aTurnTellsWhatTheJvmAllocatedIfThatIsAsked() throws Exception {
        Programs.build(programs, "drive");
        try (RelayProcess gateway = start();
                GatewayJvm jvm = GatewayJvm.of(gateway);
                Drive drive = new Drive(programs, gateway, 5, List.of())) {
            assertThat(drive.lockstep(50).hasAllocations()).isFalse();

            gateway.allocationsFrom(jvm::allocations);

            // Each of the 50 is read, encoded and kept.
            assertThat(drive.lockstep(50).allocatedBytes().orElseThrow()).isGreaterThan(50 * 100);
        }
    }

    private RelayProcess start() throws Exception {
        return RelayProcess.java(
                "FanoutGateway", List.of(), programs.resolve("gateway.log"), FanoutGateway.class.getName());
    }
}
