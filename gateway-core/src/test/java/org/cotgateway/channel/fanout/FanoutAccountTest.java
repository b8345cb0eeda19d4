package org.cotgateway.channel.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;

/** Whatever was taken for a receiver is counted in the end: as sent to it, or as dropped for a reason. */
class FanoutAccountTest extends FanoutCase {

    @Test
    void whatWaitsForWhoeverIsClosedIsDroppedAsClosed() {
        startAgain(INTERVAL_MS);
        offer("spaced", "s1", 1);
        offer("resting", "r1", 1);
        endPass();
        passMs(GAP_MS);
        offer("spaced", "s2", 2);
        urgent("resting", "r2", 2);
        endPass();
        urgent("resting", "r3", 3);
        offerTo("resting", "r for one", 3, one);
        offer("batch", "b1", 1);
        offer("own", "own1", 1, one);
        one.closed = true;
        fanout.leave(one);

        assertThat(one.writes).containsExactly("s1 r1", "r2");
        assertThat(one.ended())
                .as("with what it got, s2, r3, the one for it alone and b1")
                .isEqualTo(3 + 4);
        assertThat(one.droppedClosed)
                .as("it was offered the first of them itself, and the one for it alone, whose sender is to know")
                .isEqualTo(2);
        assertThat(counters.get(Counter.DROPPED_CLOSED)).isEqualTo(2);
        assertThat(counters.get(Counter.EVENTS_OFFERED)).isEqualTo(2);
        passMs(INTERVAL_MS);
        assertThat(String.join(" ", two.writes).split(" "))
                .containsExactlyInAnyOrder("s1", "r1", "r2", "r3", "b1", "own1", "s2");
    }

    @Test
    void whatAnOutboxFailsToTakeIsLost() {
        one.refusesWrites = true;
        one.whenOffered = () -> {
            throw new IllegalStateException("a test's own failure");
        };
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();

        assertThat(one.lost).isEqualTo(2);
        assertThat(counters.get(Counter.DROPPED_LOST)).isEqualTo(2);
        assertThat(counters.get(Counter.EVENTS_OFFERED)).isEqualTo(2);
        assertThat(two.writes).containsExactly("a1 b1");
    }

    @Test
    void whatAnOutboxTookBeforeItFailedIsThatOnes() {
        one.refusesWrites = true;
        one.whenWritten = () -> {
            throw new IllegalStateException("a test's own failure");
        };
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();

        assertThat(one.offers).containsExactly("a1");
        assertThat(one.lost).as("b1").isEqualTo(1);
        assertThat(counters.get(Counter.EVENTS_OFFERED)).isEqualTo(1);
    }

    @Test
    void whatWaitsWhenAllIsClosedGoesToTheOutboxesOfThoseWhoAreThere() {
        offer("a", "a1", 1);
        endPass();
        offer("a", "a2", 2);
        offer("b", "b1", 1, two);
        one.closed = true;
        fanout.close();

        assertThat(one.ended()).as("a1, a2 and b1").isEqualTo(3);
        assertThat(two.offers).containsExactly("a2");
        assertThat(fanout.isEmpty()).isTrue();
    }

    @Test
    void whatIsConflatedForAllCountsForEachAndForTheGatewayAsOften() {
        offer("a", "a1", 1, one);
        offer("a", "a2", 2);
        endPass();
        fanout.settle();
        assertThat(one.conflated).isZero();
        assertThat(two.conflated).isOne();
        assertThat(counters.get(Counter.EVENTS_CONFLATED)).isOne();
        assertThat(counters.get(Counter.EVENTS_OFFERED)).isOne();
    }

    @Test
    void whatIsConflatedDoesNotCountForWhoCameAfterIt() {
        offer("a", "a1", 1);
        endPass();
        offer("a", "a2", 2, one);
        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        offer("a", "a3", 3);
        offer("a", "a4", 4);
        fanout.settle();
        assertThat(List.of(one.conflated, two.conflated, late.conflated)).containsExactly(1L, 2L, 1L);
        assertThat(counters.get(Counter.EVENTS_CONFLATED)).isEqualTo(4);
    }

    @Test
    void whatCannotBeWrittenForABugOfOursIsLost() {
        one.whenWritten = () -> {
            throw new IllegalStateException("a test's own failure");
        };
        offer("a", "a1", 1);
        offer("own", "own1", 1, one);
        offer("b", "b1", 1);
        endPass();
        assertThat(one.lost)
                .as("of what was written the receiver knows, but b1 never came there")
                .isEqualTo(2);
        assertThat(counters.get(Counter.WRITES_FAILED)).isOne();
        assertThat(counters.get(Counter.DROPPED_LOST)).isEqualTo(2);
        assertThat(two.writes).containsExactly("a1 own1 b1");
    }

    @Test
    void whoeverComesAndGoesEverythingAddsUp() {
        for (int seed = 0; seed < 100; seed++) {
            startAgain(seed % 2 == 0 ? GAP_MS : 5 * GAP_MS);
            Random random = new Random(seed);
            Map<RecordingReceiver, Long> owed = new LinkedHashMap<>();
            List<RecordingReceiver> there = new ArrayList<>();
            fanout.leave(one);
            fanout.leave(two);
            for (int step = 0; step < 200; step++) {
                RecordingReceiver some = there.isEmpty() ? null : there.get(random.nextInt(there.size()));
                int dice = random.nextInt(20);
                if (some == null || dice == 0) {
                    RecordingReceiver comes = new RecordingReceiver();
                    comes.refusesWrites = random.nextBoolean();
                    there.add(comes);
                    fanout.join(comes);
                    owed.put(comes, 0L);
                } else if (dice == 1) {
                    some.closed = random.nextBoolean();
                    there.remove(some);
                    fanout.leave(some);
                } else if (dice == 2) {
                    endPass();
                } else if (dice == 3) {
                    passMs(random.nextInt((int) (2 * GAP_MS)));
                } else if (dice == 4) {
                    offerTo("u-" + random.nextInt(5), "x", step, some);
                    owed.merge(some, 1L, Long::sum);
                } else {
                    Receiver from = random.nextBoolean() ? some : null;
                    String type = random.nextInt(4) == 0 ? "b-t-f" : "a-f-G";
                    fanout.offer(image("u-" + random.nextInt(5), "x", random.nextInt(200), type), from);
                    there.stream().filter(each -> each != from).forEach(each -> owed.merge(each, 1L, Long::sum));
                }
            }
            there.forEach(each -> each.closed = random.nextBoolean());
            fanout.close();
            endPass();
            release();
            String what = "seed " + seed;
            assertThat(owed)
                    .as(what)
                    .allSatisfy(
                            (receiver, events) -> assertThat(receiver.ended()).isEqualTo(events));
        }
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
    void urgentEventsOfOneUidAreBounded() {
        urgent("a", "first", 1);
        IntStream.range(0, 1_001).forEach(i -> urgent("a", "more", 1));
        assertThat(counters.get(Counter.DROPPED_FULL)).isEqualTo(2);
    }

    @Test
    void whoeverSentAnEventBeyondTheBoundToOneAloneIsToldSo() {
        urgent("a", "first", 1);
        // A thousand, and one for each of the two receivers.
        IntStream.range(0, 1_002).forEach(i -> offerTo("a", "for two", 1, two));
        assertThat(observed(two)).containsExactly("FULL: too many events of its uid wait for their turn");
        assertThat(two.refused).isEqualTo(1);
        assertThat(counters.get(Counter.DROPPED_FULL)).isEqualTo(1);
        assertThat(counters.get(Counter.EVENTS_OFFERED)).isEqualTo(1);
    }

    @Test
    void whatIsForEachOfManyAloneIsNoBacklogOfOneUid() {
        List<RecordingReceiver> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            RecordingReceiver receiver = new RecordingReceiver();
            many.add(receiver);
            fanout.join(receiver);
        }
        offer("a", "for all", 1);
        endPass();
        many.forEach(receiver -> offerTo("a", "for one", 2, receiver));
        urgent("a", "urgent for all", 3);
        passMs(GAP_MS);
        passMs(GAP_MS);
        assertThat(many).allSatisfy(receiver -> {
            assertThat(receiver.writes).containsExactly("for all", "urgent for all");
            assertThat(receiver.offers).containsExactly("for one");
        });
        assertThat(counters.get(Counter.DROPPED_FULL)).isZero();
    }

    @Test
    void anOutboxThatFailsToTakeWhatIsForItAloneKeepsNobodyElseWaiting() {
        offer("a", "a1", 1);
        endPass();
        one.whenOffered = () -> {
            throw new IllegalStateException("a test's own failure");
        };
        List<String> told = observed(one);
        urgent("a", "a2", 2);
        passMs(GAP_MS);
        assertThat(told).containsExactly("LOST: giving it to its outbox failed");
        assertThat(one.lost).isEqualTo(1);
        assertThat(counters.get(Counter.DROPPED_LOST)).isEqualTo(1);
        assertThat(counters.get(Counter.WRITES_FAILED)).isEqualTo(1);
        assertThat(two.writes).containsExactly("a1", "a2");
    }

    @Test
    void anOutboxThatFailsWhenItsReceiverChangesOverLosesThatEventAlone() {
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        endPass();
        offer("a", "a2", 2);
        List<String> told = observed(one);
        offer("b", "b2", 2);
        one.whenOffered = () -> {
            one.whenOffered = () -> {};
            throw new IllegalStateException("a test's own failure");
        };
        fanout.leave(one);
        assertThat(one.lost).as("the first of three").isEqualTo(1);
        assertThat(counters.get(Counter.DROPPED_LOST)).isEqualTo(1);
        assertThat(one.offers).hasSize(2).contains("observed");
        assertThat(told).as("it was sent").isEmpty();
        assertThat(fanout.isEmpty()).isFalse();
    }

    @Test
    void whatFailsAtOnceIsToldToo() {
        one.whenOffered = () -> {
            throw new IllegalStateException("a test's own failure");
        };
        assertThat(observed(one)).containsExactly("LOST: giving it to its outbox failed");
        assertThat(one.lost).isEqualTo(1);
    }

    @Test
    void whoIsNotThereAnyMoreGetsWhatIsForItAloneAtOnce() {
        offer("a", "a1", 1);
        endPass();
        fanout.leave(one);
        offerTo("a", "a2", 2, one);
        assertThat(one.offers).containsExactly("a2");
    }

    /** Offers an event to one alone; what its observer is told comes into the list. */
    private List<String> observed(RecordingReceiver to) {
        List<String> told = new ArrayList<>();
        SendObserver observer = new SendObserver() {
            @Override
            public void dropped(DropReason reason, String why) {
                told.add(reason + ": " + why);
            }
        };
        EventImage image = image("a", "observed", 1, "a-f-G");
        fanout.offerTo(OutboundEvent.of(image, Edition.PLAIN, OutboundEvent.NEVER_MS, observer), to);
        return told;
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
        assertThat(two.refused).isEqualTo(2);
        assertThat(counters.get(Counter.DROPPED_FULL)).isEqualTo(3);

        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        urgent("a", "lost", 1);
        fanout.leave(late);
        fanout.settle();
        assertThat(List.of(one.refused, two.refused, late.refused)).containsExactly(2L, 3L, 1L);
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

        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        urgent("a", "a5", 5);
        offer("c", "c1", 1);
        offer("d", "d1", 1, late);
        waiting.clear();
        fanout.countWaiting(waiting::put);
        assertThat(waiting)
                .as("b has left")
                .containsEntry(one, 4)
                .containsEntry(two, 6)
                .containsEntry(late, 2);
    }
}
