package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventMakerTest {

    private static final long T = FeedRun.NOW.toEpochMilli();
    private static final StaleSettings STALE =
            new StaleSettings(Duration.ofSeconds(40), Duration.ofSeconds(6), Duration.ofSeconds(60));

    private final EventMaker maker = new EventMaker(STALE, 2);

    private static Sighting sighting(String uid, @Nullable Long timeMs, double lat) {
        return new Sighting(uid, "a-f-G", "m-g", CotPoint.of(lat, 0), null, null, timeMs, 0, null, null);
    }

    private CotEvent event(Sighting sighting, long arrivalMs) {
        return Objects.requireNonNull(maker.event(sighting, arrivalMs), "nothing new");
    }

    private long staleAfterMs(String uid, long atMs) {
        return event(sighting(uid, null, 0), T + atMs).staleMs() - T - atMs;
    }

    @Test
    void isStaleAfterTwoTimesTheIntervalWithinBounds() {
        assertThat(staleAfterMs("a", 0)).isEqualTo(40_000);
        assertThat(staleAfterMs("a", 10_000)).isEqualTo(20_000);
        assertThat(staleAfterMs("a", 20_000)).isEqualTo(20_000);
        assertThat(staleAfterMs("a", 21_000)).isEqualTo(15_500);
        assertThat(staleAfterMs("b", 21_000)).isEqualTo(40_000);
        assertThat(staleAfterMs("b", 21_500)).isEqualTo(6_000);
        assertThat(staleAfterMs("b", 121_500)).isEqualTo(60_000);
    }

    @Test
    void countsFromTheArrivalUnlessItIsHistory() {
        CotEvent late = event(sighting("a", T - 50_000, 0), T);
        CotEvent history = event(sighting("b", T - 61_000, 0), T);
        CotEvent ahead = event(sighting("c", T + 5_000, 0), T);

        assertThat(late.timeMs()).isEqualTo(T - 50_000);
        assertThat(late.staleMs()).isEqualTo(T + 40_000);
        assertThat(history.staleMs()).isEqualTo(T - 21_000);
        assertThat(ahead.staleMs()).isEqualTo(T + 45_000);
    }

    @Test
    void saysNothingTwiceAndNothingOlder() {
        assertThat(maker.event(sighting("a", T, 1), T)).isNotNull();
        assertThat(maker.event(sighting("a", T, 1), T + 1_000)).isNull();
        assertThat(maker.event(sighting("a", T, 2), T + 2_000)).isNotNull();
        assertThat(maker.event(sighting("a", T - 1_000, 3), T + 3_000)).isNull();
        assertThat(maker.event(sighting("a", T - 100_000, 4), T + 4_000))
                .as("a clock that was set back")
                .isNotNull();
    }

    @Test
    void forgetsWhoWasHeardLongestAgo() {
        maker.event(sighting("a", T, 1), T);
        maker.event(sighting("b", T, 1), T);
        maker.event(sighting("c", T, 1), T);

        assertThat(maker.event(sighting("c", T, 1), T)).isNull();
        assertThat(maker.event(sighting("a", T, 1), T)).isNotNull();
    }
}
