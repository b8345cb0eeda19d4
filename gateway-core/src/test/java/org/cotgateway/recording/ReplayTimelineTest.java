package org.cotgateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTimelineTest {

    private static final List<RecordingEntry> RECORDED = List.of(
            Samples.recorded("a", 30_000),
            new RecordingEntry.Unreadable("line 3", "broken"),
            Samples.recorded("b", 30_250),
            Samples.recorded("c", 30_200));

    private int opened;
    private int closed;

    @Test
    void beginsWithTheFirstEventAndNeverGoesBack() throws IOException {
        try (ReplayTimeline timeline = new ReplayTimeline(() -> file(RECORDED), false)) {
            assertThat(places(timeline, 10)).containsExactly("0 a", "0 -", "250 b", "250 c", "end");
        }
        assertThat(closed).isEqualTo(opened).isEqualTo(1);
    }

    @Test
    void beginsAgainAndSaysWhatIsBrokenOnce() throws IOException {
        try (ReplayTimeline timeline = new ReplayTimeline(() -> file(RECORDED), true)) {
            assertThat(places(timeline, 9))
                    .containsExactly("0 a", "0 -", "250 b", "250 c", "1/0 a", "1/250 b", "1/250 c", "2/0 a", "2/250 b");
        }
        assertThat(closed).isEqualTo(opened).isEqualTo(3);
    }

    @Test
    void aFileWithoutEventsEndsEvenIfItIsToBeginAgain() throws IOException {
        try (ReplayTimeline timeline =
                new ReplayTimeline(() -> file(List.of(new RecordingEntry.Unreadable("line 2", "broken"))), true)) {
            assertThat(places(timeline, 5)).containsExactly("0 -", "end");
        }
    }

    private static List<String> places(ReplayTimeline timeline, int atMost) throws IOException {
        List<String> places = new ArrayList<>();
        while (places.size() < atMost) {
            ReplayTimeline.Step step = timeline.next();
            if (step == null) {
                places.add("end");
                return places;
            }
            String what = step.entry() instanceof RecordingEntry.Event event
                    ? event.event().uid()
                    : "-";
            places.add((step.pass() == 0 ? "" : step.pass() + "/") + step.atMs() + " " + what);
        }
        return places;
    }

    private RecordingReader file(List<RecordingEntry> entries) {
        opened++;
        Iterator<RecordingEntry> each = entries.iterator();
        return new RecordingReader() {
            @Override
            public @Nullable RecordingEntry next() {
                return each.hasNext() ? each.next() : null;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
