package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class VersionsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void theVersionIsTheFirstLineOnEitherOutput() {
        assertThat(Versions.answer(LONG, "sh", "-c", "echo ' 1.2 ' >&2; echo more"))
                .contains("1.2");
    }

    @Test
    void whatIsNotHereHasNone() {
        assertThat(Versions.answer(LONG, "no-such-program")).isEmpty();
    }

    @Test
    void whatFailsOrSaysNothingIsUnknown() {
        assertThat(Versions.answer(LONG, "sh", "-c", "echo wrong; exit 1")).contains("unknown");
        assertThat(Versions.answer(LONG, "true")).contains("unknown");
    }

    @Test
    void aProgramThatDoesNotEndIsNotWaitedFor() {
        assertThat(Versions.answer(Duration.ofMillis(10), "sleep", "40")).contains("does not answer");
    }

    @Test
    void norIsWhatItLeavesBehindWithItsOutput() {
        assertThat(Versions.answer(LONG, "sh", "-c", "echo 1.2; sleep 40 &")).contains("1.2");
    }
}
