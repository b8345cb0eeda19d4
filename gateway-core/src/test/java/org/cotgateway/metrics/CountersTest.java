package org.cotgateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {

    private static final int MANY = 100_000;

    private final Counters counters = new Counters();

    @Test
    void whatTheOwnerAndOthersCountIsSummed() throws InterruptedException {
        counters.ownedByThisThread();
        Thread[] others = {new Thread(this::countMany), new Thread(this::countMany)};
        for (Thread other : others) {
            other.start();
        }
        countMany();
        for (Thread other : others) {
            other.join();
        }

        assertThat(counters.get(Counter.EVENTS_SENT)).isEqualTo(3L * MANY);
        assertThat(counters.get(Counter.BYTES_SENT)).isEqualTo(3L * 500 * MANY);
        Map<Counter, Long> all = counters.snapshot();
        assertThat(all).containsOnlyKeys(Counter.values()).containsEntry(Counter.EVENTS_SENT, 3L * MANY);
        assertThat(all.get(Counter.EVENTS_ROUTED)).isZero();
    }

    @Test
    void theyHaveOneOwner() throws InterruptedException {
        Thread first = new Thread(counters::ownedByThisThread);
        first.start();
        first.join();

        assertThatThrownBy(counters::ownedByThisThread).isInstanceOf(IllegalStateException.class);
    }

    private void countMany() {
        for (int i = 0; i < MANY; i++) {
            counters.increment(Counter.EVENTS_SENT);
            counters.add(Counter.BYTES_SENT, 500);
        }
    }
}
