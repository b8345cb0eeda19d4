package org.cotgateway.channel.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;

/** What leaves when, and in which order. */
class FanoutTest extends FanoutCase {

    @Test
    void whatIsOfferedInOnePassLeavesInOneWrite() {
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        assertThat(one.writes).isEmpty();
        endPass();
        assertThat(one.writes).containsExactly("a1 b1");
        assertThat(two.writes).containsExactly("a1 b1");
        assertThat(one.flushes).isOne();
    }

    @Test
    void noWriteHoldsTwoEventsOfOneUid() {
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();
        offer("a", "a2", 2);
        offer("b", "b2", 2);
        endPass();
        assertThat(one.writes).containsExactly("a1 b1");
        passMs(GAP_MS - 1);
        assertThat(one.writes).hasSize(1);
        passMs(1);
        assertThat(one.writes).containsExactly("a1 b1", "a2 b2");
    }

    @Test
    void ofRoutineEventsTheNewestLeaves() {
        offer("a", "a1", 1);
        offer("a", "a3", 3);
        offer("a", "a2", 2);
        endPass();
        offer("a", "a4", 4);
        offer("a", "a6", 6);
        offer("a", "a5", 5);
        endPass();
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("a3", "a6");
        assertThat(counters.get(Counter.EVENTS_CONFLATED)).as("for each of two").isEqualTo(8);
        fanout.settle();
        assertThat(one.conflated).isEqualTo(4);
    }

    @Test
    void aUidIsForgottenWhenItHasRested() {
        offer("a", "a2", 2);
        endPass();
        passMs(GAP_MS);
        offer("a", "a1", 1);
        endPass();
        assertThat(one.writes).containsExactly("a2", "a1");
    }

    @Test
    void urgentEventsAllLeaveInTheirOrderAGapApart() {
        urgent("chat", "c1", 3);
        urgent("chat", "c2", 1);
        urgent("chat", "c3", 2);
        endPass();
        assertThat(one.writes).containsExactly("c1");
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("c1", "c2");
        passMs(GAP_MS - 1);
        assertThat(one.writes).hasSize(2);
        passMs(1);
        assertThat(one.writes).containsExactly("c1", "c2", "c3");
    }

    @Test
    void whatIsDeletedAndMadeAnewLeavesInThatOrderWhateverTheClocksSay() {
        offer("a", "made", 10);
        delete("a", "deleted", 5);
        offer("a", "again", 11);
        endPass();
        passMs(GAP_MS);
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("made", "deleted", "again");
    }

    /** A delete bears the time of whoever deletes, which the gateway is when a device has left. */
    @Test
    void whoeverIsBackAtOnceIsHeardBehindTheDeleteWhateverTheirClocksSay() {
        delete("a", "gone", 10);
        offer("a", "back", 9);
        endPass();
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("gone", "back");

        offer("b", "there", 1);
        endPass();
        delete("b", "gone", 10);
        offer("b", "back", 5);
        offer("b", "and on", 6);
        passMs(GAP_MS);
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("gone", "back", "there", "gone", "and on");
        fanout.settle();
        assertThat(one.conflated).as("the one that the next took the place of").isOne();
    }

    @Test
    void whatWaitsWhenADeleteComesLeavesBeforeIt() {
        offer("a", "made", 10);
        endPass();
        offer("a", "moved", 11);
        delete("a", "deleted", 5);
        endPass();
        passMs(GAP_MS);
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("made", "moved", "deleted");
    }

    @Test
    void nothingGoesBackToItsSource() {
        offer("a", "a1", 1, null);
        offer("b", "b1", 1, one);
        offer("c", "c1", 1, null);
        offer("d", "d1", 1, two);
        endPass();
        assertThat(one.writes).containsExactly("a1", "c1 d1");
        assertThat(two.writes).containsExactly("a1 b1 c1");
    }

    @Test
    void whatTakesAnEventsPlaceBringsItsSource() {
        offer("a", "a1", 1, one);
        offer("a", "a2", 2, two);
        endPass();
        assertThat(one.writes).containsExactly("a2");
        assertThat(two.writes).isEmpty();
    }

    @Test
    void whoCannotBeWrittenToIsOfferedEachEvent() {
        two.refusesWrites = true;
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();
        assertThat(one.writes).containsExactly("a1 b1");
        assertThat(two.offers).containsExactly("a1", "b1");
    }

    @Test
    void aDeviceWhoseClockWasAheadIsHeardAtOnceWhenItIsSetRight() {
        long tenYears = Duration.ofDays(3_650).toSeconds();
        offer("a", "ahead", tenYears);
        endPass();
        offer("a", "ahead too", tenYears + 1);
        offer("a", "right", 1);
        endPass();
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("ahead", "right");
    }

    @Test
    void anIntervalHoldsBackWhatIsRoutineOnly() {
        startAgain(INTERVAL_MS);
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();
        offer("a", "a2", 2);
        passMs(GAP_MS);
        urgent("b", "b2", 2);
        endPass();
        assertThat(one.writes).containsExactly("a1 b1", "b2");
        passMs(INTERVAL_MS - GAP_MS - 1);
        assertThat(one.writes).hasSize(2);
        passMs(1);
        assertThat(one.writes).containsExactly("a1 b1", "b2", "a2");
    }

    @Test
    void whatIsForOneAloneFollowsAGapAfterWhatWentToAll() {
        offer("a", "a1", 1);
        delete("a", "gone", 2, one);
        endPass();
        assertThat(one.offers).isEmpty();
        passMs(GAP_MS - 1);
        assertThat(one.offers).isEmpty();
        passMs(1);
        assertThat(one.writes).containsExactly("a1");
        assertThat(one.offers).containsExactly("gone");
        assertThat(two.offers).isEmpty();
    }

    @Test
    void whatIsForOneAloneKeepsItsPlaceBehindWhatWaitsForAll() {
        List<String> order = new ArrayList<>();
        one.whenWritten = () -> order.add(one.writes.size() + " written, " + one.offers.size() + " offered");
        offer("a", "a1", 1);
        endPass();
        offer("a", "a2", 2);
        delete("a", "gone", 3, one);
        passMs(GAP_MS);
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("a1", "a2");
        assertThat(order).containsExactly("1 written, 0 offered", "2 written, 0 offered", "2 written, 1 offered");
    }

    @Test
    void whatIsForOneAloneLeavesAtOnceWhenTheUidHasRested() {
        startAgain(INTERVAL_MS);
        offerTo("b", "b1", 1, one);
        assertThat(one.offers).containsExactly("b1");
        offer("a", "a1", 1);
        endPass();
        passMs(GAP_MS);
        offerTo("a", "a2", 2, one);
        assertThat(one.offers).containsExactly("b1", "a2");
    }

    @Test
    void aThousandReadersOfAFormOfWebSocketCostOneEncodingOfEachEvent() {
        List<String> written = new ArrayList<>();
        EventImages counting = new EventImages(
                PooledByteBufAllocator.DEFAULT,
                "CoT-Gateway-test",
                InstantSource.system(),
                XmlLimits.DEFAULT,
                Map.of(WireProtocol.WEBSOCKET_JSON, (event, out) -> {
                    written.add(event.uid());
                    CotXmlWriter.INSTANCE.write(event, out);
                }));
        List<RecordingReceiver> readers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            RecordingReceiver reader = new RecordingReceiver();
            reader.format = WireFormat.of(WireProtocol.WEBSOCKET_JSON, Framing.NONE, Edition.CLIENT);
            readers.add(reader);
            fanout.join(reader);
        }
        for (String uid : List.of("u-1", "u-2", "u-3")) {
            EventImage image = counting.of(CotEvents.marker(uid, uid, 48.2, 16.3)
                    .time(START)
                    .remarks(uid)
                    .build());
            made.add(image);
            fanout.offer(image, null);
        }
        endPass();

        assertThat(readers).allSatisfy(reader -> assertThat(reader.writes).containsExactly("u-1 u-2 u-3"));
        assertThat(written).containsExactly("u-1", "u-2", "u-3");
    }

    @Test
    void ofAnEventThatIsTooLargeForStreamsTheObserverIsToldOnce() {
        offer("small", "s1", 1);
        fanout.offer(image("large", "x".repeat(70_000), 1, "a-f-G"), two);
        endPass();

        assertThat(oversized).singleElement().asString().matches("large of two: 70\\d{3}");
        assertThat(one.offers).hasSize(2);
        assertThat(two.offers).containsExactly("s1");
    }
}
