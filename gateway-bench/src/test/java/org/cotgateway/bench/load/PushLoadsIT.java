package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The runs that send to devices, with few of them. */
@Timeout(240)
class PushLoadsIT {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(directory, "sink", "push", "udp", "udpsink", "spread", "drive");
    }

    @Test
    void theRecordOfPushesHasThePausesOfTheCollector() throws Exception {
        assertThat(figures("push", new DirectPushLoad()))
                .contains("direct_5.gateway.deliveries_per_s")
                .contains("push.gateway.gc_ms_per_s", "push.gateway.gc_longest_ms");
    }

    @Test
    void theRecordOfDatagramsHasThePausesOfBothCollectors() throws Exception {
        assertThat(figures("udp", new UdpLoad()))
                .contains("udp_5.gateway.deliveries_per_s", "udp_5.gateway_push.deliveries_per_s")
                .contains("udp.gateway.gc_ms_per_s", "udp.gateway.gc_longest_ms")
                .contains("udp_push.gateway.gc_ms_per_s", "udp_push.gateway.gc_longest_ms");
    }

    @Test
    void theRecordOfEventsAtARateHasHowLateDevicesHaveThem() throws Exception {
        assertThat(figures("devices", new DevicesLoad()))
                .contains("direct_paced_5.gateway.p90_ms", "direct_paced_5.c_program.last_p90_ms")
                .contains("datagrams_paced_5.gateway.last_p90_ms", "datagrams_paced_5.c_program.p99_ms")
                .contains("direct_paced_5.gateway.allocated_bytes_per_delivery")
                .contains("devices_direct.gateway.gc_longest_ms", "devices_datagrams.gateway.gc_longest_ms");
    }

    private static List<String> figures(String run, Callable<Integer> load) throws Exception {
        int exit = new CommandLine(load)
                .execute(
                        directory.toString(),
                        "--results=" + directory,
                        "--quick",
                        "--rounds=1",
                        "--warm-up-rounds=0",
                        "--devices=5");

        assertThat(exit).isZero();
        return RunRecord.read(directory.resolve(run + ".json")).figures().stream()
                .map(RunRecord.Figure::name)
                .toList();
    }
}
