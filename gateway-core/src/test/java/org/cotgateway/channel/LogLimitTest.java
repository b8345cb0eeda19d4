package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLimitTest {

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final LogLimit limit = new LogLimit(loop.eventLoop());
    private final LogLines log = new LogLines(LogLimitTest.class);

    @AfterEach
    void close() {
        log.close();
        loop.close();
    }

    private void warn(Object kind) {
        warn(kind, kind.toString());
    }

    private void warn(Object kind, String line) {
        limit.warn(LoggerFactory.getLogger(LogLimitTest.class), kind, () -> line);
    }

    private void pass(long seconds) {
        loop.advanceTimeBy(seconds, TimeUnit.SECONDS);
        loop.runScheduledPendingTasks();
    }

    @Test
    void eachKindIsLoggedAtOnceAndCountsOnlyItsOwn() {
        warn("expired");
        warn("expired");
        warn("missing");
        warn("expired");
        assertThat(log.lines()).containsExactly("expired", "missing");

        // Before the timer has had its turn.
        loop.advanceTimeBy(11, TimeUnit.SECONDS);
        warn("missing");
        warn("expired");
        assertThat(log.lines()).endsWith("missing", "expired (and 2 like it)").hasSize(4);
    }

    @Test
    void whatStrangersSentIsNoLineOfItsOwn() {
        String forged = "event x\n12:00:00.000 WARN Hub - all is well \u001b[2J";
        String shown = "event x\\u000a12:00:00.000 WARN Hub - all is well \\u001b[2J";
        warn("uid", forged);
        warn("uid", forged);
        warn("uid", forged);
        pass(10);

        assertThat(log.lines()).containsExactly(shown, shown + " (and 1 like it)");
    }

    @Test
    void aFaultThatRepeatsFillsNoDiskWithItsStack() {
        for (int i = 0; i < 1_000; i++) {
            fault();
        }
        assertThat(log.lines()).containsExactly("looking after it failed");
        assertThat(log.stacks()).isOne();
        pass(10);
        assertThat(log.lines())
                .containsExactly(
                        "looking after it failed",
                        "looking after it failed: java.lang.IllegalStateException: a bug (and 998 like it)");
        assertThat(log.stacks()).isOne();

        // Before the timer has had its turn.
        fault();
        loop.advanceTimeBy(11, TimeUnit.SECONDS);
        fault();
        assertThat(log.lines()).endsWith("looking after it failed (and 1 like it)");
        assertThat(log.stacks()).isEqualTo(2);
    }

    private void fault() {
        limit.error(
                LoggerFactory.getLogger(LogLimitTest.class),
                "it",
                "looking after it failed",
                new IllegalStateException("a bug"));
    }

    @Test
    void whatWasLeftOutIsToldByItsNewestWhenTheTimeIsOver() {
        warn("expired", "first");
        warn("expired", "second");
        warn("missing");
        pass(6);
        warn("expired", "third");
        pass(3);
        assertThat(log.lines()).containsExactly("first", "missing");
        pass(1);
        assertThat(log.lines()).containsExactly("first", "missing", "third (and 1 like it)");

        warn("expired", "fourth");
        pass(9);
        assertThat(log.lines()).hasSize(3);
        pass(1);
        assertThat(log.lines()).hasSize(4).endsWith("fourth");
        pass(100);
        assertThat(log.lines()).hasSize(4);
    }

    @Test
    void eachKindHasItsOwnTime() {
        warn("expired");
        pass(5);
        warn("missing");
        warn("missing");
        warn("expired");
        pass(5);
        assertThat(log.lines()).containsExactly("expired", "missing", "expired");
        pass(5);
        assertThat(log.lines()).containsExactly("expired", "missing", "expired", "missing");
    }

    @Test
    void manyKindsShareOnePlaceUntilOlderOnesHaveHadTheirTime() {
        for (int i = 0; i < 1_000; i++) {
            warn("kind " + i);
        }
        assertThat(log.lines()).hasSize(33);

        pass(10);
        assertThat(log.lines()).hasSize(34).endsWith("kind 999 (and 966 others)");
        for (int i = 1_000; i < 1_010; i++) {
            warn("kind " + i);
        }
        assertThat(log.lines()).hasSize(44).endsWith("kind 1008", "kind 1009");
    }

    @Test
    void theEndTellsWhatWasLeftOutAndNothingComesAfterIt() {
        warn("expired");
        warn("expired");
        warn("expired");
        limit.close();
        assertThat(log.lines()).containsExactly("expired", "expired (and 1 like it)");
        pass(100);
        assertThat(log.lines()).hasSize(2);
    }
}
