package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), new SplittableRandom(1));

    @Test
    void pausesDoubleUpToTheLongestAndAreAtLeastHalf() {
        long[] wholeMs = {500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000};
        for (long whole : wholeMs) {
            backoff.failed(0);
            assertThat(backoff.isPausing(whole / 2 - 1)).isTrue();
            assertThat(backoff.isPausing(whole + 1)).isFalse();
        }
        assertThat(backoff.failures()).isEqualTo(7);
    }

    @Test
    void manyFailuresDoNotOverflow() {
        for (int i = 0; i < 1_000; i++) {
            backoff.failed(0);
        }
        assertThat(backoff.isPausing(7_499)).isTrue();
        assertThat(backoff.isPausing(15_001)).isFalse();
    }

    @Test
    void aSuccessStartsAgain() {
        backoff.failed(0);
        backoff.failed(0);
        backoff.succeeded();
        assertThat(backoff.isPausing(0)).isFalse();
        backoff.failed(0);
        assertThat(backoff.isPausing(501)).isFalse();
    }
}
