package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayJvmTest {

    private static final long MIB = 1 << 20;

    @Test
    void whatLivesIsReadUntilNothingMoreGoes() throws Exception {
        assertThat(read(30 * MIB, 28 * MIB, 20 * MIB, 20 * MIB + 10_000, 1L)).isEqualTo(20 * MIB);
    }

    @Test
    void whatGrowsIsReadOnce() throws Exception {
        assertThat(read(20 * MIB, 21 * MIB, 1L)).isEqualTo(20 * MIB);
    }

    @Test
    void whatGoesForEverIsReadAFewTimes() throws Exception {
        long[] left = {100 * MIB};

        assertThat(GatewayJvm.untilNothingGoes(() -> left[0] -= MIB)).isEqualTo(80 * MIB);
    }

    private static long read(Long... readings) throws Exception {
        Iterator<Long> next = List.of(readings).iterator();
        return GatewayJvm.untilNothingGoes(next::next);
    }
}
