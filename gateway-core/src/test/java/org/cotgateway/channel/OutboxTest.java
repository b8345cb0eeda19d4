package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final int EVENT_BYTES = 100_000;
    private static final int GAP_MS = 10;

    private final Counters counters = new Counters();
    private final List<String> drops = new ArrayList<>();
    private final Set<OutboundEvent> underWay = new HashSet<>();
    private final WaitingEvents waiting = new WaitingEvents(1_000);
    private final Outbox outbox =
            new Outbox(new OutboxSettings(4, 1_000_000, Duration.ofMillis(GAP_MS)), Transport.TCP, waiting, counters);
    private long nowMs = 1_000;

    @AfterEach
    void nothingIsLeftWhenEverythingIsOver() {
        outbox.close("test over");
        underWay.forEach(event -> outbox.putBack(event, nowMs));
        assertThat(outbox.waiting()).isZero();
        assertThat(outbox.underWay()).isZero();
        assertThat(outbox.bytes()).isZero();
        assertThat(waiting.events()).isZero();
    }

    @Test
    void whileAllOutboxesHoldTooMuchALargeOneBecomesSmallerWithEachEventThatComes() {
        Outbox large = new Outbox(new OutboxSettings(100, 5_000_000, Duration.ZERO), Transport.TCP, waiting, counters);
        for (int i = 0; i < 14; i++) {
            large.offer(event("u" + i, Priority.ROUTINE, 0, EVENT_BYTES), WireProtocol.XML, nowMs);
        }
        assertThat(drops).isEmpty();

        waiting.shed(true);
        large.offer(event("more", Priority.ROUTINE, 0, EVENT_BYTES), WireProtocol.XML, nowMs);
        assertThat(large.waiting()).isEqualTo(13);
        assertThat(large.isFull()).isTrue();
        assertThat(drops).hasSize(2).allMatch(drop -> drop.contains("FULL"));
        large.offer(event("more", Priority.ROUTINE, 1, EVENT_BYTES), WireProtocol.XML, nowMs);
        assertThat(large.waiting()).as("after one that replaces another").isEqualTo(13);
        for (int i = 0; i < 10; i++) {
            large.offer(event("v" + i, Priority.ROUTINE, 0, EVENT_BYTES), WireProtocol.XML, nowMs);
        }
        assertThat(large.waiting()).as("what each may hold").isBetween(9, 10);

        large.close("test over");
    }

    @Test
    void anOutboxIsLargeByItsEventsOrItsBytes() {
        OutboundEvent small = event("small", Priority.ROUTINE, 0, 1);
        OutboundEvent big = event("big", Priority.ROUTINE, 0, EVENT_BYTES);
        Room events = new Room(5_000, 5_000_000, waiting);
        for (int i = 0; i < 1_000; i++) {
            events.add(small);
        }
        Room bytes = new Room(5_000, 5_000_000, waiting);
        for (int i = 0; i < 10; i++) {
            bytes.add(big);
        }
        waiting.shed(true);
        assertThat(events.isCrowded() || bytes.isCrowded()).isFalse();
        events.add(small);
        bytes.add(big);
        assertThat(events.isCrowded() && bytes.isCrowded()).isTrue();
        waiting.shed(false);
        assertThat(events.isCrowded() || bytes.isCrowded()).isFalse();

        for (int i = 0; i < 1_001; i++) {
            events.remove(small);
        }
        for (int i = 0; i < 11; i++) {
            bytes.remove(big);
        }
        List.of(small, big).forEach(event -> event.dropped(DropReason.CLOSED, "test over", outbox.tally()));
    }

    @Test
    void whatIsWithdrawnIsDroppedInsteadOfSent() {
        OutboundEvent unwanted = urgent("a");
        offer(unwanted);
        offer(routine("b"));

        unwanted.withdraw();

        assertThat(take().uid()).isEqualTo("b");
        assertThat(drops).containsExactly("a@0 WITHDRAWN: withdrawn");
        assertThat(counters.get(Counter.DROPPED_WITHDRAWN)).isOne();
        assertThat(counters.get(Counter.DROPPED_DEADLINE)).isZero();
    }

    @Test
    void whatIsWithdrawnOnItsWayDoesNotComeBack() {
        offer(routine("a"));
        OutboundEvent unwanted = take();
        unwanted.withdraw();
        underWay.clear();

        assertThat(outbox.retryLater(unwanted, nowMs)).isFalse();
        assertThat(drops).containsExactly("a@0 WITHDRAWN: withdrawn");
    }

    @Test
    void whatCameFirstGoesFirst() {
        offer(routine("a"));
        offer(routine("b"));
        assertThat(take().uid()).isEqualTo("a");
        assertThat(take().uid()).isEqualTo("b");
        assertThat(outbox.take(WireProtocol.XML, nowMs)).isNull();
    }

    @Test
    void urgentEventsGoFirst() {
        offer(routine("position"));
        offer(urgent("chat 1"));
        offer(urgent("chat 2"));
        assertThat(take().uid()).isEqualTo("chat 1");
        assertThat(take().uid()).isEqualTo("chat 2");
        assertThat(take().uid()).isEqualTo("position");
    }

    @Test
    void aNewerPositionTakesTheOldOnesPlace() {
        offer(routine("a", 1));
        offer(routine("b", 1));
        assertThat(offer(routine("a", 2))).isEqualTo(OfferOutcome.REPLACED);
        OutboundEvent first = take();
        assertThat(first.uid()).isEqualTo("a");
        assertThat(first.timeMs()).isEqualTo(2);
        assertThat(drops).containsExactly("a@1 CONFLATED: replaced by a newer event");
        assertThat(counters.get(Counter.EVENTS_CONFLATED)).isOne();
    }

    @Test
    void anOlderPositionNeverReplacesANewerOne() {
        offer(routine("a", 2));
        assertThat(offer(routine("a", 1))).isEqualTo(OfferOutcome.SUPERSEDED);
        assertThat(take().timeMs()).isEqualTo(2);
        assertThat(offer(routine("a", 1))).isEqualTo(OfferOutcome.SUPERSEDED);
        assertThat(drops).hasSize(2).allMatch(drop -> drop.startsWith("a@1 CONFLATED"));
    }

    @Test
    void aDeviceWhoseClockWasSetBackByYearsIsNewerThanItself() {
        long tenYearsMs = Duration.ofDays(3_650).toMillis();
        offer(routine("a", tenYearsMs));
        assertThat(offer(routine("a", 5))).isEqualTo(OfferOutcome.REPLACED);
        assertThat(offer(routine("a", 4))).isEqualTo(OfferOutcome.SUPERSEDED);
        assertThat(take().timeMs()).isEqualTo(5);
    }

    @Test
    void urgentEventsOfOneUidAllGoInTheirOrder() {
        offer(urgent("a", 1));
        offer(urgent("a", 2));
        offer(urgent("a", 3));
        for (int time = 1; time <= 3; time++) {
            OutboundEvent event = take();
            assertThat(event.timeMs()).isEqualTo(time);
            assertThat(outbox.take(WireProtocol.XML, nowMs)).isNull();
            sent(event);
        }
        assertThat(drops).isEmpty();
    }

    @Test
    void aDeleteReplacesTheWaitingPositionItDeletes() {
        offer(routine("a", 1));
        assertThat(offer(urgent("a", 2))).isEqualTo(OfferOutcome.REPLACED);
        sent(take());
        assertThat(outbox.take(WireProtocol.XML, nowMs)).isNull();
        assertThat(drops).containsExactly("a@1 CONFLATED: replaced by a newer event");
    }

    @Test
    void ofOneUidOnlyOneIsOnItsWay() {
        offer(routine("a", 1));
        OutboundEvent first = take();
        offer(routine("a", 2));
        offer(routine("b", 1));
        assertThat(take().uid()).isEqualTo("b");
        assertThat(outbox.take(WireProtocol.XML, nowMs)).isNull();
        sent(first);
        assertThat(take().timeMs()).isEqualTo(2);
    }

    @Test
    void theNextOfAUidLeavesAGapLater() {
        offer(routine("a", 1));
        OutboundEvent first = take();
        offer(routine("a", 2));
        justSent(first);
        nowMs += GAP_MS - 1;
        assertThat(outbox.take(WireProtocol.XML, nowMs)).isNull();
        nowMs += 1;
        assertThat(take().timeMs()).isEqualTo(2);
    }

    @Test
    void theGapAlsoHoldsForWhatIsOfferedInIt() {
        offer(routine("a", 1));
        OutboundEvent first = take();
        justSent(first);
        offer(routine("a", 2));
        assertThat(outbox.take(WireProtocol.XML, nowMs)).isNull();
        nowMs += GAP_MS;
        assertThat(take().timeMs()).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackDoesNotHoldAUidUp() {
        offer(routine("a", 1));
        OutboundEvent first = take();
        offer(routine("a", 2));
        justSent(first);
        nowMs -= 500;
        assertThat(take().timeMs()).isEqualTo(2);
    }

    @Test
    void whenFullTheOldestRoutineEventMakesRoom() {
        offer(routine("a"));
        offer(urgent("u"));
        offer(routine("b"));
        offer(routine("c"));
        assertThat(offer(routine("d"))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(drops).containsExactly("a@0 FULL: pushed out of a full outbox");
        assertThat(offer(urgent("v"))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(drops).hasSize(2).last().asString().startsWith("b@0 FULL");
    }

    @Test
    void aFullOutboxOfUrgentEventsRefuses() {
        for (String uid : List.of("a", "b", "c", "d")) {
            offer(urgent(uid));
        }
        assertThat(offer(urgent("e"))).isEqualTo(OfferOutcome.FULL);
        assertThat(offer(routine("f"))).isEqualTo(OfferOutcome.FULL);
        assertThat(drops)
                .containsExactly(
                        "e@0 FULL: the outbox is full with 4 events, 400000 bytes",
                        "f@0 FULL: the outbox is full with 4 events, 400000 bytes");
        assertThat(counters.get(Counter.DROPPED_FULL)).isEqualTo(2);
    }

    @Test
    void anUrgentEventMayPushOutANewerPositionOfItsOwnUid() {
        offer(routine("a", 2));
        for (String uid : List.of("b", "c", "d")) {
            offer(urgent(uid));
        }
        assertThat(offer(urgent("a", 1))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(drops).containsExactly("a@2 FULL: pushed out of a full outbox");
    }

    @Test
    void whatIsOnItsWayCountsAndIsNotPushedOut() {
        for (String uid : List.of("a", "b", "c", "d")) {
            offer(routine(uid));
        }
        OutboundEvent first = take();
        for (int i = 1; i < 4; i++) {
            take();
        }
        assertThat(offer(urgent("e"))).isEqualTo(OfferOutcome.FULL);
        sent(first);
        assertThat(offer(urgent("e"))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(outbox.underWay()).isEqualTo(3);
        assertThat(outbox.waiting()).isEqualTo(1);
    }

    @Test
    void bytesAreBoundedToo() {
        offer(event("a", Priority.ROUTINE, 0, 400_000));
        offer(event("b", Priority.ROUTINE, 0, 400_000));
        assertThat(offer(event("c", Priority.ROUTINE, 0, 400_000))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(drops).hasSize(1).first().asString().startsWith("a@0 FULL");
        assertThat(outbox.bytes()).isEqualTo(800_000);
    }

    @Test
    void aLargerReplacementPushesOutOthersButNotItself() {
        offer(event("a", Priority.ROUTINE, 1, 100_000));
        offer(event("b", Priority.ROUTINE, 1, 500_000));
        offer(event("c", Priority.ROUTINE, 1, 300_000));
        assertThat(offer(event("a", Priority.ROUTINE, 2, 500_000))).isEqualTo(OfferOutcome.REPLACED);
        assertThat(drops)
                .containsExactlyInAnyOrder(
                        "a@1 CONFLATED: replaced by a newer event", "b@1 FULL: pushed out of a full outbox");
        assertThat(take().bytes()).isEqualTo(500_000);
    }

    @Test
    void tooLargeIsRefused() {
        assertThat(offer(event("a", Priority.URGENT, 0, 512_000))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(offer(event("b", Priority.URGENT, 0, 512_001))).isEqualTo(OfferOutcome.TOO_LARGE);
        assertThat(drops).containsExactly("b@0 TOO_LARGE: 512001 bytes are over the limit of 512000");
    }

    @Test
    void staleIsDroppedWhenOfferedAndWhenTaken() {
        assertThat(offer(until("a", 1_000, OutboundEvent.NEVER_MS))).isEqualTo(OfferOutcome.STALE);
        offer(until("b", 1_500, OutboundEvent.NEVER_MS));
        offer(until("c", OutboundEvent.NEVER_MS, OutboundEvent.NEVER_MS));
        nowMs = 1_500;
        assertThat(take().uid()).isEqualTo("c");
        assertThat(drops).containsExactly("a@0 STALE: stale", "b@0 STALE: stale");
        assertThat(counters.get(Counter.DROPPED_STALE)).isEqualTo(2);
    }

    @Test
    void whatExpiresWhileItWaitsIsDroppedOnDemand() {
        offer(until("a", OutboundEvent.NEVER_MS, 1_200));
        offer(until("b", 1_300, OutboundEvent.NEVER_MS));
        offer(routine("c"));
        outbox.setTrouble("connection refused");
        outbox.expire(1_199);
        assertThat(drops).isEmpty();
        outbox.expire(1_200);
        assertThat(drops).containsExactly("a@0 DEADLINE: deadline passed; connection refused");
        outbox.expire(1_300);
        assertThat(drops).hasSize(2).last().asString().startsWith("b@0 STALE");
        assertThat(outbox.waiting()).isEqualTo(1);
    }

    @Test
    void whatComesBackGoesFirst() {
        offer(routine("a"));
        offer(routine("b"));
        OutboundEvent a = take();
        assertThat(putBack(a)).isTrue();
        assertThat(take().uid()).isEqualTo("a");
    }

    @Test
    void whatFailedGoesLast() {
        offer(routine("a"));
        offer(routine("b"));
        OutboundEvent a = take();
        assertThat(retryLater(a)).isTrue();
        assertThat(take().uid()).isEqualTo("b");
        assertThat(take().uid()).isEqualTo("a");
    }

    @Test
    void whatComesBackBehindANewerOneIsDropped() {
        offer(routine("a", 1));
        OutboundEvent first = take();
        offer(routine("a", 2));
        assertThat(putBack(first)).isFalse();
        assertThat(drops).containsExactly("a@1 CONFLATED: replaced by a newer event");
        assertThat(take().timeMs()).isEqualTo(2);
    }

    @Test
    void anUrgentEventThatComesBackStaysAheadOfTheLaterOnesOfItsUid() {
        offer(urgent("a", 1));
        OutboundEvent first = take();
        offer(urgent("a", 2));
        assertThat(retryLater(first)).isTrue();
        assertThat(take().timeMs()).isEqualTo(1);
    }

    @Test
    void whatComesBackTooLateIsDropped() {
        offer(until("a", OutboundEvent.NEVER_MS, 1_200));
        OutboundEvent event = take();
        event.attempting();
        event.failed("connection refused");
        nowMs = 1_200;
        assertThat(retryLater(event)).isFalse();
        assertThat(drops).containsExactly("a@0 DEADLINE: deadline passed; connection refused");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void closingDropsWhatWaitsAndWhatComesBackAndWhatIsOffered() {
        offer(routine("a"));
        offer(urgent("b"));
        OutboundEvent first = take();
        outbox.close("the gateway is closed");
        assertThat(drops).containsExactly("a@0 CLOSED: the gateway is closed");
        assertThat(putBack(first)).isFalse();
        assertThat(offer(routine("c"))).isEqualTo(OfferOutcome.CLOSED);
        assertThat(drops).hasSize(3);
        assertThat(counters.get(Counter.DROPPED_CLOSED)).isEqualTo(3);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void whatWaitedWhenItIsClosedSaysWhatItWaitedFor() {
        offer(routine("a"));
        offer(urgent("b"));
        OutboundEvent called = take();
        outbox.setTrouble("connection refused");
        outbox.close("the gateway is closed");
        putBack(called);
        offer(routine("c"));
        assertThat(drops)
                .containsExactly(
                        "a@0 CLOSED: the gateway is closed; connection refused",
                        "b@0 CLOSED: the gateway is closed; connection refused",
                        "c@0 CLOSED: the gateway is closed");
    }

    @Test
    void anObserverMayOfferFromWithin() {
        List<OfferOutcome> outcomes = new ArrayList<>();
        SendObserver again = new SendObserver() {
            @Override
            public void dropped(DropReason reason, String why) {
                outcomes.add(offer(urgent("told")));
            }
        };
        offer(Gateway.outbound("a", Priority.ROUTINE, 0, OutboundEvent.NEVER_MS, 1_200, Gateway.bytes("x"), again));
        outbox.expire(1_200);
        assertThat(outcomes).containsExactly(OfferOutcome.QUEUED);
        assertThat(take().uid()).isEqualTo("told");
    }

    @Test
    void nothingOfAnEventThatLeftIsKept() {
        for (int i = 0; i < 100; i++) {
            offer(routine("uid-" + i));
            sent(take());
        }
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.bytes()).isZero();
    }

    private OfferOutcome offer(OutboundEvent event) {
        return outbox.offer(event, WireProtocol.XML, nowMs);
    }

    private OutboundEvent take() {
        OutboundEvent event = Objects.requireNonNull(outbox.take(WireProtocol.XML, nowMs), "nothing to take");
        underWay.add(event);
        return event;
    }

    private boolean putBack(OutboundEvent event) {
        underWay.remove(event);
        return outbox.putBack(event, nowMs);
    }

    private boolean retryLater(OutboundEvent event) {
        underWay.remove(event);
        return outbox.retryLater(event, nowMs);
    }

    private void justSent(OutboundEvent event) {
        underWay.remove(event);
        outbox.done(event, nowMs);
        event.sent(nowMs, outbox.tally());
    }

    /** Sent, and the gap after it is over. */
    private void sent(OutboundEvent event) {
        justSent(event);
        nowMs += GAP_MS;
        outbox.hasReady(nowMs);
    }

    private OutboundEvent routine(String uid) {
        return routine(uid, 0);
    }

    private OutboundEvent routine(String uid, long timeMs) {
        return event(uid, Priority.ROUTINE, timeMs, EVENT_BYTES);
    }

    private OutboundEvent urgent(String uid) {
        return urgent(uid, 0);
    }

    private OutboundEvent urgent(String uid, long timeMs) {
        return event(uid, Priority.URGENT, timeMs, EVENT_BYTES);
    }

    private OutboundEvent event(String uid, Priority priority, long timeMs, int bytes) {
        return event(uid, priority, timeMs, OutboundEvent.NEVER_MS, OutboundEvent.NEVER_MS, bytes);
    }

    private OutboundEvent until(String uid, long staleMs, long deadlineMs) {
        return event(uid, Priority.ROUTINE, 0, staleMs, deadlineMs, EVENT_BYTES);
    }

    private OutboundEvent event(String uid, Priority priority, long timeMs, long staleMs, long deadlineMs, int bytes) {
        return Gateway.outbound(
                uid,
                priority,
                timeMs,
                staleMs,
                deadlineMs,
                PooledByteBufAllocator.DEFAULT.directBuffer(bytes).writeZero(bytes),
                new SendObserver() {
                    @Override
                    public void dropped(DropReason reason, String why) {
                        drops.add(uid + "@" + timeMs + " " + reason + ": " + why);
                    }
                });
    }
}
