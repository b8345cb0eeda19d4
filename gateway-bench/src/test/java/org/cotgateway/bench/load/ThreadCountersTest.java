package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.cotgateway.bench.load.ThreadCounters.Counted;
import org.junit.jupiter.api.Test;

class ThreadCountersTest {

    @Test
    void whatAMachineCannotCountOrOnlySomeOfTheTimeHasNoNumber() {
        List<String> lines = List.of(
                "# started on Mon Nov 23 05:00:00 2026",
                "",
                "7628878704,,instructions:u,1013802640,100.00,2.84,insn per cycle",
                "<not supported>,,instructions:k,0,100.00,,",
                "<not counted>,,cycles:k,0,0.00,,",
                "987654,,cycles:u,420000000,42.00,,",
                "43211,,cache-misses,1000283035,100.00,,",
                "12,,context-switches,1000283035,100.00,0.012,K/sec");

        assertThat(ThreadCounters.counts(lines))
                .isEqualTo(Map.of(
                        Counted.USER_INSTRUCTIONS,
                        7_628_878_704.0,
                        Counted.CACHE_MISSES,
                        43_211.0,
                        Counted.SWITCHES,
                        12.0));
    }
}
