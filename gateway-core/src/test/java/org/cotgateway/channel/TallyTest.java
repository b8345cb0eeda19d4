package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TallyTest {

    private static final long NOW_MS = 1_700_000_000_000L;

    private final Counters counters = new Counters();
    private final Tally tally = new Tally(counters);

    @ParameterizedTest
    @EnumSource(DropReason.class)
    void everyReasonIsCountedForTheReceiverAndForTheGateway(DropReason reason) {
        tally.dropped(reason);
        tally.dropped(reason);

        assertThat(tally.traffic().dropped()).isEqualTo(Map.of(reason, 2L));
        assertThat(counters.get(reason.counter())).isEqualTo(2);
    }

    @Test
    void aReceiverThatHadNothingYetHasNoTimes() {
        assertThat(tally.traffic()).isEqualTo(new ReceiverStatus.Traffic(0, 0, Map.of(), 0, BadInput.NONE, null, null));
        assertThat(tally.connectedSince()).isNull();
    }

    @Test
    void whatWasSentAndReceivedHasItsTime() {
        tally.sent(1, 300, NOW_MS);
        tally.received(NOW_MS + 5);

        assertThat(tally.traffic())
                .isEqualTo(new ReceiverStatus.Traffic(
                        1,
                        300,
                        Map.of(),
                        1,
                        BadInput.NONE,
                        Instant.ofEpochMilli(NOW_MS + 5),
                        Instant.ofEpochMilli(NOW_MS)));
        assertThat(counters.get(Counter.EVENTS_SENT)).isOne();
        assertThat(counters.get(Counter.BYTES_SENT)).isEqualTo(300);
        assertThat(counters.get(Counter.EVENTS_RECEIVED)).isOne();
    }

    @Test
    void whatWasBadIsSummedUpForEachConnection() {
        assertThat(tally.badInConnection()).isEmpty();
        tally.malformed();
        tally.connected(NOW_MS);
        for (int i = 0; i < 16; i++) {
            tally.malformed();
        }
        tally.invalid();
        tally.tooLarge();
        tally.tooLargeForStreams();
        tally.unfinished();
        tally.skipped(1_234);

        assertThat(tally.badInConnection())
                .isEqualTo(
                        "; of what it sent 16 messages were no events, 1 event broke rules, 1 message was too large,"
                                + " 1 event was too large for streams, 1 event was cut off, 1,234 bytes belonged to no whole event");
        assertThat(tally.bad()).isEqualTo(new BadInput(17, 1, 1, 1, 1, 1_234));
        assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isOne();
        assertThat(counters.get(Counter.STREAM_BYTES_SKIPPED)).isEqualTo(1_234);
    }

    @Test
    void whatLiesInTheChannelIsSentOnlyWhenItHasLeft() {
        tally.wrote(3, 900);
        assertThat(tally.traffic().sentEvents()).isZero();
        assertThat(counters.get(Counter.EVENTS_OFFERED)).isEqualTo(3);

        tally.leftChannel(NOW_MS);
        assertThat(tally.traffic().sentEvents()).isEqualTo(3);
        assertThat(counters.get(Counter.BYTES_SENT)).isEqualTo(900);

        tally.lostChannel();
        assertThat(tally.traffic().dropped()).isEmpty();
    }

    @Test
    void whatLiesInTheChannelWhenItEndsIsLostAndNotSent() {
        tally.wrote(3, 900);
        tally.lostChannel();
        tally.leftChannel(NOW_MS);

        assertThat(tally.traffic().sentEvents()).isZero();
        assertThat(tally.traffic().dropped()).isEqualTo(Map.of(DropReason.LOST, 3L));
        assertThat(counters.get(Counter.DROPPED_LOST)).isEqualTo(3);
    }

    @Test
    void whatWasConflatedForAllIsNotCountedForTheGatewayAgain() {
        tally.droppedBefore(DropReason.CONFLATED, 7);

        assertThat(tally.traffic().conflated()).isEqualTo(7);
        assertThat(counters.get(Counter.EVENTS_CONFLATED)).isZero();
    }
}
