package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.EventImages;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;

/** How much room for lanes there is; what they hold is in the tests of the outbox. */
class LanesTest {

    private static final int MANY = 1_000;
    private static final int FEW = 3;

    private final EventImages images = Gateway.images();
    private final Tally tally = new Tally(new Counters());
    private final Lanes lanes = new Lanes();

    @Test
    void roomForManyIsGivenBackWhenFewAreLeft() {
        List<String> uids = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String uid = "uid-" + i;
            OutboundEvent event = routine(uid, i);
            int lane = lanes.add(uid);
            lanes.saw(lane, event);
            lanes.putRoutine(lane, event, i % 2 == 0);
            uids.add(uid);
        }
        assertThat(lanes.end()).isEqualTo(1_024);
        while (uids.size() > FEW) {
            remove(uids.remove(uids.size() / 2));
            lanes.trim();
            assertThat(lanes.end()).isLessThanOrEqualTo(Math.max(16, 8 * uids.size() + 8));
        }

        for (String uid : uids) {
            int lane = lanes.find(uid);
            long timeMs = lanes.routineTimeMs(lane);
            assertThat(lanes.hasSeenNewerThan(lane, timeMs)).isFalse();
            assertThat(lanes.hasSeenNewerThan(lane, timeMs - 1)).isTrue();
        }
        List<String> byAge = new ArrayList<>();
        while (!lanes.isEmpty()) {
            byAge.add(remove(lanes.oldestRoutineBut(Lanes.NONE)));
        }
        lanes.trim();
        assertThat(byAge).containsExactly("uid-999", "uid-1", "uid-0");
        assertThat(lanes.end()).isLessThanOrEqualTo(16);
    }

    private OutboundEvent routine(String uid, long timeMs) {
        return Gateway.outbound(
                images,
                uid,
                Priority.ROUTINE,
                timeMs,
                OutboundEvent.NEVER_MS,
                OutboundEvent.NEVER_MS,
                Gateway.unpooled("<event/>"),
                SendObserver.NONE);
    }

    private void remove(String uid) {
        remove(lanes.find(uid));
    }

    private String remove(int lane) {
        OutboundEvent event = lanes.removeRoutine(lane);
        lanes.removeIfEmpty(lane);
        event.dropped(DropReason.CLOSED, "test over", tally);
        return event.uid();
    }
}
