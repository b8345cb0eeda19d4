package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JournalPaceTest {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<Long> delaysMs = new ArrayList<>();
    private long nowNs = -TimeUnit.HOURS.toNanos(1);

    @Test
    void whatComesAfterAQuietTimeIsWrittenAPauseLater() {
        JournalPace pace = pace();
        pace.next(() -> {});
        passMs(200 + 800);
        pace.next(() -> {});
        passMs(60_000);
        pace.next(() -> {});

        assertThat(delaysMs).containsExactly(200L, 200L, 200L);
    }

    @Test
    void writingsOfAStormAreFivePausesApart() {
        JournalPace pace = pace();
        pace.next(() -> {});
        passMs(201);
        pace.next(() -> {});
        passMs(999);
        pace.next(() -> {});
        passMs(1_000 + 500);
        pace.next(() -> {});

        assertThat(delaysMs).containsExactly(200L, 999L, 1_000L, 500L);
    }

    @Test
    void withoutAPauseEachIsWrittenAtOnce() {
        List<String> written = new ArrayList<>();
        JournalPace pace = JournalPace.of(Duration.ZERO);

        pace.next(() -> written.add("first"));
        pace.next(() -> written.add("second"));

        assertThat(written).containsExactly("first", "second");
    }

    private JournalPace pace() {
        return new JournalPace(PAUSE, () -> nowNs, delayNs -> {
            delaysMs.add(TimeUnit.NANOSECONDS.toMillis(delayNs));
            return Runnable::run;
        });
    }

    private void passMs(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
