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

        assertThat(GatewayJvm.untilNothingGoes(() -> heap(left[0] -= MIB)).bytes())
                .isEqualTo(80 * MIB);
    }

    @Test
    void memoryOfNettysThatTheJvmCountsTooIsCountedOnce() {
        assertThat(new GatewayJvm.Living(10, 8, 6).bytes()).isEqualTo(18);
        assertThat(new GatewayJvm.Living(10, 1, 6).bytes()).isEqualTo(16);
    }

    private static long read(Long... readings) throws Exception {
        Iterator<Long> next = List.of(readings).iterator();
        return GatewayJvm.untilNothingGoes(() -> heap(next.next())).bytes();
    }

    private static GatewayJvm.Living heap(long bytes) {
        return new GatewayJvm.Living(bytes, 0, 0);
    }
}
