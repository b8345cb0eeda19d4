package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;

class ClientPaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClientPace pace = new ClientPace(new Outbox(
            new OutboxSettings(4, 1_000_000, Duration.ZERO), Transport.STCP, new WaitingEvents(100), new Counters()));

    @Test
    void whoIsReadAndSaysNothingIsSilent() {
        assertThat(pace.isSilent(9_999, 0, true, PATIENCE)).isFalse();
        assertThat(pace.isSilent(10_000, 0, true, PATIENCE)).isTrue();
        assertThat(pace.isSilent(10_000, 1, true, PATIENCE)).isFalse();
    }

    @Test
    void whoIsNotReadIsNotSilentAndHasAllTheTimeWhenHeIsReadAgain() {
        assertThat(pace.isSilent(9_000, 0, false, PATIENCE)).isFalse();
        assertThat(pace.isSilent(12_000, 0, false, PATIENCE)).isFalse();
        assertThat(pace.isSilent(12_010, 0, true, PATIENCE)).isFalse();
        assertThat(pace.isSilent(21_999, 0, true, PATIENCE)).isFalse();
        assertThat(pace.isSilent(22_000, 0, true, PATIENCE)).isTrue();
    }
}
