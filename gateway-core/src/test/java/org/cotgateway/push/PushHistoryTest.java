package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.cotgateway.event.CotEvents;
import org.junit.jupiter.api.Test;

class PushHistoryTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @Test
    void theNewestComeFirst() {
        PushHistory history = new PushHistory(100);
        Push first = push("1", 1);
        Push second = push("2", 1);
        history.add(first);
        history.add(second);

        assertThat(history.newestFirst()).containsExactly(second, first);
        assertThat(history.find("1")).contains(first);
        assertThat(history.find("3")).isEmpty();
    }

    @Test
    void theOldestThatHaveEndedAreForgottenForNewOnes() {
        PushHistory history = new PushHistory(10);
        Push underWay = push("1", 4);
        Push ended = push("2", 4);
        Push newest = push("3", 4);
        history.add(underWay);
        history.add(ended);
        ended.abandon("test");

        history.add(newest);

        assertThat(history.newestFirst()).containsExactly(newest, underWay);
        assertThat(history.find("2")).isEmpty();
    }

    @Test
    void manySmallOnesAreBoundedToo() {
        PushHistory history = new PushHistory(1_000_000);
        for (int i = 0; i < 1_500; i++) {
            Push push = push(String.valueOf(i), 1);
            push.abandon("test");
            history.add(push);
        }

        assertThat(history.newestFirst()).hasSize(1_000);
        assertThat(history.find("1499")).isPresent();
        assertThat(history.find("499")).isEmpty();
    }

    private static Push push(String id, int endpoints) {
        PushRequest request = PushRequest.of(CotEvents.marker("a", "A", 48, 16).build());
        for (int i = 1; i <= endpoints; i++) {
            request = request.to("10.0.0." + i + ":4242:tcp");
        }
        return new Push(id, request, CLOCK);
    }
}
