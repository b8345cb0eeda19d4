package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class RelayReportTest {

    /** The gateway is measured at these multiples of the C program's time, round by round. */
    private static final long[] SLOWNESS = {2, 4, 1};

    private final RelayReport report = new RelayReport("some machine");

    RelayReportTest() {
        for (long slowness : SLOWNESS) {
            for (RelayCase measured : RelayCase.values()) {
                report.add(measured, measure(measured.relay().equals("gateway") ? slowness : 1));
            }
        }
    }

    @Test
    void ratiosAreMadeRoundByRoundAndComeFirst() {
        String table = report.table();

        assertThat(table).startsWith("some machine\n");
        assertThat(table.lines().filter(line -> line.startsWith("flat out, events/s")))
                .singleElement()
                .asString()
                .endsWith("0.50 (0.25 to 1.00)");
        assertThat(table.indexOf("flat out, events/s")).isLessThan(table.indexOf("ns/event"));
    }

    @Test
    void everyCaseHasItsRowAndOnlyPacedOnesALatency() {
        assertThat(report.table().lines().filter(line -> line.contains("flat out  ")))
                .hasSize(2)
                .allMatch(line -> line.endsWith("%"))
                .anyMatch(line -> line.contains("500,000 (250,000 to 1,000,000)"));
        assertThat(report.table().lines().filter(line -> line.startsWith("paced, one stopped")))
                .singleElement()
                .asString()
                .endsWith("2.00, 4.00 (2.00 to 8.00), 12.00 (6.00 to 24.00)");
    }

    @Test
    void jsonHoldsTheSameFigures() throws Exception {
        JsonNode json = JsonMapper.builder().build().readTree(report.json());

        assertThat(json.at("/ratios/INTAKE/least").doubleValue()).isCloseTo(0.25, within(1e-9));
        assertThat(json.at("/cases/FLAT_OUT_GATEWAY/eventsPerSecond/median").doubleValue())
                .isCloseTo(500_000, within(1e-3));
        assertThat(json.at("/cases/FLAT_OUT_GATEWAY/loopCpuNsPerEvent/median").doubleValue())
                .isCloseTo(400, within(1e-9));
        assertThat(json.at("/cases/PACED_GATEWAY/p999Ms/most").doubleValue()).isCloseTo(12, within(1e-9));
        assertThat(json.get("cases")).hasSize(RelayCase.values().length);
    }

    private static RelayMeasure measure(long slowness) {
        long ms = 1_000_000 * slowness;
        DriveResult drive = new DriveResult(100, 1_000, 100, 100, 0, 0, ms, ms / 2, ms, 2 * ms, 3 * ms, 6 * ms);
        return new RelayMeasure(drive, ms / 4, ms / 5);
    }
}
