package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatagramPaceTest {

    private final DatagramPace pace = new DatagramPace(2, 1_000);
    private final DatagramPath path = new DatagramPath(null, 4242, pace);

    @Test
    void aBurstIsOverWhenSoManyHaveLeftInOneTick() {
        path.countInBurst();
        assertThat(path.isBurstOver()).isFalse();
        path.countInBurst();
        assertThat(path.isBurstOver()).isTrue();
    }

    @Test
    void theNextTickBeginsAnother() {
        path.countInBurst();
        pace.beginTick(1_010);
        assertThat(path.burstMs()).as("nothing has left in it").isEqualTo(1_000);
        path.countInBurst();
        assertThat(path.isBurstOver()).isFalse();
        assertThat(path.burstMs()).isEqualTo(1_010);
    }

    @Test
    void theClockMayStandStillOrBeSetBack() {
        for (long nowMs : new long[] {1_000, 1_000, 400, 399}) {
            path.countInBurst();
            path.countInBurst();
            assertThat(path.isBurstOver()).isTrue();
            pace.beginTick(nowMs);
            assertThat(path.isBurstOver()).isFalse();
        }
    }
}
