package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BurstReorderTest {

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final List<Integer> handedOn = new ArrayList<>();

    @Test
    void handsABurstOnLastFirstAndKeepsBurstsApart() {
        BurstReorder reorder = new BurstReorder(clock.eventLoop());
        for (int i = 1; i <= 3; i++) {
            int number = i;
            reorder.later(() -> handedOn.add(number));
        }
        assertThat(handedOn).isEmpty();
        pass(20);
        assertThat(handedOn).containsExactly(3, 2, 1);

        reorder.later(() -> handedOn.add(4));
        pass(20);
        assertThat(handedOn).containsExactly(3, 2, 1, 4);
        clock.finishAndReleaseAll();
    }

    private void pass(long ms) {
        clock.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
    }
}
