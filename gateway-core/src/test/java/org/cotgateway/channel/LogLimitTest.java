package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLimitTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final LogLimit limit = new LogLimit(clock::get);

    private void warn(Object kind) {
        limit.warn(LoggerFactory.getLogger(LogLimitTest.class), kind, kind::toString);
    }

    @Test
    void eachKindIsLoggedAtOnceAndCountsOnlyItsOwn() {
        try (LogLines log = new LogLines(LogLimitTest.class)) {
            warn("expired");
            warn("expired");
            warn("missing");
            warn("expired");
            assertThat(log.lines()).containsExactly("expired", "missing");

            clock.addAndGet(TimeUnit.SECONDS.toNanos(11));
            warn("missing");
            warn("expired");
            assertThat(log.lines())
                    .endsWith("missing", "expired (and 2 like it)")
                    .hasSize(4);
        }
    }

    @Test
    void manyKindsShareOnePlaceUntilOlderOnesHaveHadTheirTime() {
        try (LogLines log = new LogLines(LogLimitTest.class)) {
            for (int i = 0; i < 1_000; i++) {
                warn("kind " + i);
            }
            assertThat(log.lines()).hasSize(33);

            clock.addAndGet(TimeUnit.SECONDS.toNanos(11));
            for (int i = 1_000; i < 1_010; i++) {
                warn("kind " + i);
            }
            assertThat(log.lines()).hasSize(43).endsWith("kind 1008", "kind 1009");
        }
    }
}
