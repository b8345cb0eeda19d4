package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcPausesTest {

    @ParameterizedTest
    @CsvSource({
        "Copy, true",
        "MarkSweepCompact, true",
        "G1 Young Generation, true",
        "PS MarkSweep, true",
        "ZGC Pauses, true",
        "ZGC Cycles, false",
        "ZGC Major Pauses, true",
        "ZGC Major Cycles, false"
    })
    void whatGoesOnBesideTheProgramIsNoPause(String collector, boolean stops) {
        assertThat(GcPauses.stopsEverybody(collector)).isEqualTo(stops);
    }
}
