package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;

class ReadingPauseTest {

    private static final long MAX_BYTES = 1_000;
    private static final int MAX_EVENTS = 8;

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Counters counters = new Counters();
    private long used;
    private final WaitingEvents waiting = new WaitingEvents(MAX_EVENTS);
    private final ReadingPause pause = new ReadingPause(clock.eventLoop(), MAX_BYTES, () -> used, waiting, counters);
    private final List<Boolean> told = new ArrayList<>();
    private final ReadingPause.Reader reader = () -> told.add(pauseIsOn());

    private boolean pauseIsOn() {
        return pause.isOn();
    }

    private void holds(long bytes) {
        used = bytes;
        clock.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
    }

    @Test
    void readingPausesOverTheLimitAndGoesOnBelowThreeQuartersOfIt() {
        pause.join(reader);
        holds(MAX_BYTES);
        assertThat(told).isEmpty();
        holds(MAX_BYTES + 1);
        holds(MAX_BYTES + 500);
        holds(750);
        assertThat(told).containsExactly(true);
        holds(749);
        assertThat(told).containsExactly(true, false);
        assertThat(counters.get(Counter.READING_PAUSED)).isOne();
    }

    @Test
    void readingPausesAtOnceWhenTooManyEventsWaitAndGoesOnWhenTheyAreFew() {
        pause.join(reader);
        for (int i = 0; i < MAX_EVENTS; i++) {
            waiting.add();
        }
        assertThat(told).isEmpty();
        waiting.add();
        assertThat(told).containsExactly(true);
        for (int left = MAX_EVENTS + 1; left > 6; left--) {
            waiting.remove();
        }
        holds(0);
        assertThat(told).containsExactly(true);
        waiting.remove();
        holds(MAX_BYTES);
        assertThat(told).as("bytes that are not few yet").containsExactly(true);
        holds(0);
        assertThat(told).containsExactly(true, false);
        assertThat(counters.get(Counter.READING_PAUSED)).isOne();
    }

    @Test
    void afterTwoSecondsThoseForWhomMuchWaitsLoseTheOldestAndStreamsAreReadAgain() {
        pause.join(reader);
        for (int i = 0; i <= MAX_EVENTS; i++) {
            waiting.add();
        }
        passes(19);
        assertThat(waiting.areShed()).isFalse();
        assertThat(told).containsExactly(true);
        passes(1);
        assertThat(waiting.areShed()).isTrue();
        assertThat(pause.isMemoryShort()).isTrue();
        assertThat(told).containsExactly(true, false);

        for (int i = 0; i < MAX_EVENTS; i++) {
            waiting.add();
        }
        holds(0);
        assertThat(told).as("far too many").containsExactly(true, false, true);
        while (waiting.events() > MAX_EVENTS) {
            waiting.remove();
        }
        holds(0);
        assertThat(told).containsExactly(true, false, true, false);

        while (waiting.events() > 0) {
            waiting.remove();
        }
        passes(598);
        assertThat(waiting.areShed()).as("not yet a minute").isTrue();
        passes(1);
        assertThat(waiting.areShed()).isFalse();
        assertThat(pause.isMemoryShort()).isFalse();
    }

    private void passes(int looks) {
        for (int i = 0; i < looks; i++) {
            holds(used);
        }
    }

    @Test
    void itIsOnWithoutAnyStreamToo() {
        used = MAX_BYTES + 1;
        assertThat(pause.isOn()).isTrue();
        pause.join(reader);
        pause.leave(reader);
        assertThat(pause.isOn()).isTrue();
        used = 749;
        assertThat(pause.isOn()).isFalse();
    }

    @Test
    void everyEpisodeIsCountedOnce() {
        pause.join(reader);
        holds(2_000);
        holds(2_000);
        holds(0);
        holds(2_000);
        assertThat(counters.get(Counter.READING_PAUSED)).isEqualTo(2);
    }

    @Test
    void whoeverHasLeftIsNotTold() {
        ReadingPause.Reader other = () -> {};
        pause.join(reader);
        pause.join(other);
        pause.leave(reader);
        holds(2_000);
        assertThat(told).isEmpty();
        assertThat(pause.isOn()).isTrue();
    }

    @Test
    void aReaderThatFailsKeepsNobodyElseWaiting() {
        pause.join(() -> {
            throw new IllegalStateException("broken");
        });
        pause.join(reader);
        holds(2_000);
        holds(0);
        assertThat(told).containsExactly(true, false);
    }
}
