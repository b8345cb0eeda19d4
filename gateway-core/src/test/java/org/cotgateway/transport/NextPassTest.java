package org.cotgateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.testing.CountedPasses;
import org.junit.jupiter.api.Test;

class NextPassTest {

    private static final int PIECES = 100;

    private final List<Integer> passes = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(PIECES);

    @Test
    void theLoopLooksAtItsSocketsBetweenTwoPieces() throws Exception {
        try (CountedPasses counted = new CountedPasses()) {
            counted.loop().execute(() -> goOn(counted));
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(passes).hasSize(PIECES).doesNotHaveDuplicates();
    }

    private void goOn(CountedPasses counted) {
        passes.add(counted.passes());
        ended.countDown();
        if (passes.size() < PIECES) {
            NextPass.run(counted.loop(), () -> goOn(counted));
        }
    }
}
