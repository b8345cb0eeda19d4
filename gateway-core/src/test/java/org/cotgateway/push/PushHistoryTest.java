package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;

class PushHistoryTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
    private static final long PLENTY = 1L << 40;

    private final Counters counters = new Counters();

    @Test
    void theNewestComeFirst() {
        PushHistory history = new PushHistory(100, PLENTY, counters);
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
        PushHistory history = new PushHistory(10, PLENTY, counters);
        Push underWay = push("1", 4);
        Push ended = push("2", 4);
        Push newest = push("3", 4);
        history.add(underWay);
        history.add(ended);
        history.over(ended);

        history.add(newest);

        assertThat(history.newestFirst()).containsExactly(newest, underWay);
        assertThat(history.find("2")).isEmpty();
        assertThat(counters.get(Counter.PUSHES_FORGOTTEN)).isOne();
    }

    @Test
    void manySmallOnesAreBoundedToo() {
        PushHistory history = new PushHistory(1_000_000, PLENTY, counters);
        for (int i = 0; i < 1_500; i++) {
            Push push = push(String.valueOf(i), 1);
            history.add(push);
            history.over(push);
        }

        assertThat(history.newestFirst()).hasSize(1_000);
        assertThat(history.find("1499")).isPresent();
        assertThat(history.find("499")).isEmpty();
        assertThat(counters.get(Counter.PUSHES_FORGOTTEN)).isEqualTo(500);
    }

    @Test
    void largeEventsTakeTheRoomOfManySmallOnes() {
        PushHistory history = new PushHistory(1_000_000, 1_000_000, counters);
        Push small = push("small", 1);
        Push underWay = push("under way", 1, "x".repeat(300_000));
        Push large = push("large", 1, "x".repeat(300_000));
        history.add(small);
        history.add(underWay);
        history.over(small);
        assertThat(history.newestFirst()).containsExactly(underWay, small);

        history.add(large);
        assertThat(history.newestFirst()).containsExactly(large, underWay);
        assertThat(history.find("small")).isEmpty();

        history.over(large);
        assertThat(history.newestFirst()).as("the last stays to be asked for").containsExactly(large, underWay);
        history.over(underWay);
        assertThat(history.newestFirst()).containsExactly(underWay);
    }

    @Test
    void devicesThatAnswerTakeRoomToo() throws Exception {
        PushHistory history = new PushHistory(1_000_000, 200_000, counters);
        Push small = push("small", 1);
        Push answered = push("answered", 1);
        history.add(small);
        history.over(small);
        history.add(answered);
        for (int i = 0; i < 500; i++) {
            answered.deliveries()
                    .get(0)
                    .acknowledged(
                            InetAddress.getByName("10.0." + i / 250 + "." + i % 250),
                            new AckResponse("answered-0", "device " + i, true, null, null, null, null),
                            CLOCK.instant());
        }

        history.over(answered);

        assertThat(history.newestFirst()).containsExactly(answered);
    }

    @Test
    void whatHasNotBegunAfterAllTakesNoRoom() {
        PushHistory history = new PushHistory(10, PLENTY, counters);
        Push refused = push("1", 10);
        Push ended = push("2", 5);
        history.add(refused);
        history.remove(refused);
        history.add(ended);
        history.over(ended);
        history.over(ended);

        history.add(push("3", 5));

        assertThat(history.newestFirst()).extracting(Push::id).containsExactly("3", "2");
        assertThat(counters.get(Counter.PUSHES_FORGOTTEN)).isZero();
    }

    private static Push push(String id, int endpoints) {
        return push(id, endpoints, "");
    }

    private static Push push(String id, int endpoints, String remarks) {
        PushRequest request = PushRequest.of(
                CotEvents.marker("a", "A", 48, 16).add(Remarks.of(remarks)).build());
        for (int i = 1; i <= endpoints; i++) {
            request = request.to("10.0.0." + i + ":4242:tcp");
        }
        return new Push(id, request, CLOCK);
    }
}
