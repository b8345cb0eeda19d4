package org.cotgateway.channel.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FanoutTest {

    private static final long GAP_MS = 10;
    private static final long INTERVAL_MS = 1_000;
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Counters counters = new Counters();
    private final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.system(), XmlLimits.DEFAULT);
    private final List<EventImage> made = new ArrayList<>();
    /** What the observer was told: the event, whose it is, and how large. */
    private final List<String> oversized = new ArrayList<>();

    private final RecordingReceiver one = new RecordingReceiver();
    private final RecordingReceiver two = new RecordingReceiver();
    private Fanout fanout = new Fanout(clock.eventLoop(), GAP_MS, GAP_MS, counters, this::tooLarge);

    @BeforeEach
    void bothAreThere() {
        clock.freezeTime();
        fanout.join(one);
        fanout.join(two);
    }

    @AfterEach
    void allIsReleased() {
        fanout.close();
        endPass();
        made.forEach(image -> image.release());
        assertThat(made).allMatch(image -> image.refCnt() == 0);
        clock.close();
    }

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
    void whoeverJoinsInThePassGetsWhatIsOfferedAfterThat() {
        offer("a", "a1", 1);
        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        offer("b", "b1", 1);
        endPass();
        assertThat(one.writes).containsExactly("a1", "b1");
        assertThat(late.writes).containsExactly("b1");
    }

    @Test
    void aReceiverThatCannotBeWrittenToCostsNobodyElseTheBatch() {
        one.whenWritten = () -> {
            throw new IllegalStateException("a test's own failure");
        };
        offer("a", "a1", 1);
        endPass();
        offer("b", "b1", 1);
        endPass();
        assertThat(two.writes).containsExactly("a1", "b1");
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
        assertThat(counters.get(Counter.EVENTS_CONFLATED)).isEqualTo(4);
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
    void whoLeavesGetsWhatIsForItAloneAndNothingElse() {
        offer("a", "a1", 1);
        offerTo("a", "a2", 2, one);
        fanout.leave(one);
        assertThat(one.offers).containsExactly("a2");
        endPass();
        passMs(GAP_MS);
        assertThat(one.writes).isEmpty();
        assertThat(one.offers).hasSize(1);
        assertThat(two.writes).containsExactly("a1");
    }

    @Test
    void whoIsLostWhileOthersAreWrittenToIsLeftOut() {
        one.whenWritten = () -> fanout.leave(two);
        offer("a", "a1", 1);
        endPass();
        assertThat(one.writes).containsExactly("a1");
        assertThat(two.writes).isEmpty();
        assertThat(two.flushes).isZero();
    }

    @Test
    void whatIsNotWrittenToWhoIsLostMeanwhileCountsAsLost() {
        one.whenWritten = () -> fanout.leave(one);
        two.refusesWrites = true;
        two.whenWritten = () -> fanout.leave(two);
        offer("a", "a1", 1);
        offer("own", "own1", 1, one);
        offer("b", "b1", 1);
        offer("c", "c1", 1);
        endPass();
        assertThat(one.writes).containsExactly("a1");
        assertThat(one.lost).as("b1 and c1, not its own").isEqualTo(2);
        assertThat(two.offers).containsExactly("a1");
        assertThat(two.lost).as("own1, b1 and c1").isEqualTo(3);
        assertThat(counters.get(Counter.DROPPED_LOST)).isEqualTo(5);
    }

    @Test
    void whoIsLostWhileOthersAreWrittenToLosesTheBatch() {
        one.whenWritten = () -> fanout.leave(two);
        offer("a", "a1", 1);
        offer("b", "b1", 1, two);
        endPass();
        assertThat(two.lost).as("a1, not its own").isEqualTo(1);
        assertThat(one.lost).isZero();
        assertThat(counters.get(Counter.DROPPED_LOST)).isEqualTo(1);
    }

    @Test
    void whatIsOfferedWhileABatchIsWrittenLeavesWithTheNextOne() {
        List<EventImage> departure = List.of(image("gone", "gone", 1, "t-x-d-d"), image("a", "a2", 2, "a-f-G"));
        one.whenWritten = () -> {
            one.whenWritten = () -> {};
            departure.forEach(image -> fanout.offer(image, null));
        };
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("a1 b1", "gone", "a2");
        assertThat(two.writes).containsExactly("a1 b1", "gone", "a2");
    }

    @Test
    void whoJoinsWhileABatchIsWrittenGetsTheNextOne() {
        RecordingReceiver late = new RecordingReceiver();
        one.whenWritten = () -> fanout.join(late);
        offer("a", "a1", 1);
        endPass();
        offer("b", "b1", 1);
        endPass();
        assertThat(late.writes).containsExactly("b1");
    }

    @Test
    void theLastOneMayBeLostInTheWriteItself() {
        fanout.leave(two);
        one.whenWritten = () -> {
            fanout.leave(one);
            fanout.close();
        };
        offer("a", "a1", 1);
        offer("b", "b1", 1, one);
        offer("c", "c1", 1);
        offerTo("c", "c2", 1, one);
        endPass();
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("a1");
        assertThat(fanout.isEmpty()).isTrue();
    }

    @Test
    void theLastOneMayBeLostWhenItIsOfferedTheFirstOfMany() {
        fanout.leave(two);
        one.refusesWrites = true;
        one.whenWritten = () -> {
            fanout.leave(one);
            fanout.close();
        };
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();
        assertThat(one.offers).containsExactly("a1");
    }

    @Test
    void theLastOneMayBeLostWhenItIsHandedWhatIsForItAlone() {
        fanout.leave(two);
        offer("a", "a1", 1);
        endPass();
        one.whenWritten = () -> {
            fanout.leave(one);
            fanout.close();
        };
        offerTo("a", "a2", 2, one);
        offerTo("a", "a3", 3, one);
        passMs(GAP_MS);
        assertThat(one.offers).containsExactly("a2", "a3");
    }

    @Test
    void closedItTakesNothing() {
        offer("a", "a1", 1);
        fanout.close();
        offer("b", "b1", 1);
        endPass();
        passMs(GAP_MS);
        assertThat(one.writes).isEmpty();
    }

    @Test
    void urgentEventsOfOneUidAreBounded() {
        urgent("a", "first", 1);
        IntStream.range(0, 1_001).forEach(i -> urgent("a", "more", 1));
        assertThat(counters.get(Counter.DROPPED_FULL)).isEqualTo(2);
    }

    @Test
    void anUrgentEventBeyondTheBoundCountsForEachWhoDoesNotGetIt() {
        urgent("a", "first", 1);
        IntStream.range(0, 1_000).forEach(i -> urgent("a", "more", 1));
        urgent("a", "lost", 1);
        fanout.offer(image("a", "not for one", 1, "b-t-f"), one);
        offerTo("a", "for two", 1, two);
        fanout.settle();
        assertThat(one.refused).isEqualTo(1);
        assertThat(two.refused).isEqualTo(3);
        assertThat(counters.get(Counter.DROPPED_FULL)).isEqualTo(4);

        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        urgent("a", "lost", 1);
        fanout.leave(late);
        fanout.settle();
        assertThat(List.of(one.refused, two.refused, late.refused)).containsExactly(2L, 4L, 1L);
    }

    @Test
    void whatWaitsIsCountedForEach() {
        offer("a", "a1", 1, one);
        endPass();
        offer("a", "a2", 2, one);
        urgent("a", "a3", 3);
        offerTo("a", "a4", 4, two);
        offer("b", "b1", 1);
        Map<Receiver, Integer> waiting = new HashMap<>();
        fanout.countWaiting(waiting::put);
        assertThat(waiting).containsEntry(one, 2).containsEntry(two, 4);
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

    private void startAgain(long intervalMs) {
        fanout.close();
        fanout = new Fanout(clock.eventLoop(), GAP_MS, intervalMs, counters, this::tooLarge);
        fanout.join(one);
        fanout.join(two);
    }

    private void offer(String uid, String remarks, long second) {
        offer(uid, remarks, second, null);
    }

    private void offer(String uid, String remarks, long second, @Nullable Receiver from) {
        fanout.offer(image(uid, remarks, second, "a-f-G"), from);
    }

    private void urgent(String uid, String remarks, long second) {
        fanout.offer(image(uid, remarks, second, "b-t-f"), null);
    }

    private void delete(String uid, String remarks, long second) {
        fanout.offer(deletion(uid, remarks, second), null);
    }

    private void delete(String uid, String remarks, long second, Receiver to) {
        fanout.offerTo(deletion(uid, remarks, second), to);
    }

    private void offerTo(String uid, String remarks, long second, Receiver to) {
        fanout.offerTo(image(uid, remarks, second, "a-f-G"), to);
    }

    private EventImage deletion(String uid, String remarks, long second) {
        return keep(CotEvents.delete(uid, "a-f-G"), remarks, second);
    }

    private EventImage image(String uid, String remarks, long second, String type) {
        return keep(CotEvents.marker(uid, uid, 48, 16).type(type), remarks, second);
    }

    private EventImage keep(CotEvent.Builder event, String remarks, long second) {
        EventImage image = images.of(event.time(START.plusSeconds(second))
                .staleAfter(Duration.ofMinutes(1))
                .remarks(remarks)
                .build());
        made.add(image);
        return image;
    }

    /** The loop comes to the end of its pass. */
    private void endPass() {
        clock.runPendingTasks();
    }

    private void passMs(long ms) {
        clock.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
        clock.runPendingTasks();
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

    private void tooLarge(EventImage image, @Nullable Receiver from, Receiver to, int bytes) {
        oversized.add(image.summary().uid() + " of " + (from == two ? "two" : from) + ": " + bytes);
    }
}
