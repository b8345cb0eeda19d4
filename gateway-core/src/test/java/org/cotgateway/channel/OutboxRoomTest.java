package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much an outbox holds, and who makes room when it is full. */
class OutboxRoomTest {

    private final OutboxRun run = new OutboxRun();

    @AfterEach
    void nothingIsLeftWhenEverythingIsOver() {
        run.end();
    }

    @Test
    void whenFullTheOldestRoutineEventMakesRoom() {
        run.offer(run.routine("a"));
        run.offer(run.urgent("u"));
        run.offer(run.routine("b"));
        run.offer(run.routine("c"));
        assertThat(run.offer(run.routine("d"))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(run.drops).containsExactly("a@0 FULL: pushed out of a full outbox");
        assertThat(run.offer(run.urgent("v"))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(run.drops).hasSize(2).last().asString().startsWith("b@0 FULL");
    }

    @Test
    void aFullOutboxOfUrgentEventsRefuses() {
        for (String uid : List.of("a", "b", "c", "d")) {
            run.offer(run.urgent(uid));
        }
        assertThat(run.offer(run.urgent("e"))).isEqualTo(OfferOutcome.FULL);
        assertThat(run.offer(run.routine("f"))).isEqualTo(OfferOutcome.FULL);
        assertThat(run.drops)
                .containsExactly(
                        "e@0 FULL: the outbox is full with 4 events, 400000 bytes",
                        "f@0 FULL: the outbox is full with 4 events, 400000 bytes");
        assertThat(run.counters.get(Counter.DROPPED_FULL)).isEqualTo(2);
    }

    @Test
    void anUrgentEventTakesThePlaceOfAPositionOfItsOwnUidInAFullOutboxToo() {
        run.offer(run.routine("a", 2));
        for (String uid : List.of("b", "c", "d")) {
            run.offer(run.urgent(uid));
        }
        assertThat(run.offer(run.urgent("a", 1))).isEqualTo(OfferOutcome.REPLACED);
        assertThat(run.drops).containsExactly("a@2 CONFLATED: replaced by a newer event");
    }

    @Test
    void whatIsOnItsWayCountsAndIsNotPushedOut() {
        for (String uid : List.of("a", "b", "c", "d")) {
            run.offer(run.routine(uid));
        }
        OutboundEvent first = run.take();
        for (int i = 1; i < 4; i++) {
            run.take();
        }
        assertThat(run.offer(run.urgent("e"))).isEqualTo(OfferOutcome.FULL);
        run.sent(first);
        assertThat(run.offer(run.urgent("e"))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(run.outbox.underWay()).isEqualTo(3);
        assertThat(run.outbox.waiting()).isEqualTo(1);
    }

    @Test
    void bytesAreBoundedToo() {
        run.offer(run.event("a", Priority.ROUTINE, 0, 400_000));
        run.offer(run.event("b", Priority.ROUTINE, 0, 400_000));
        assertThat(run.offer(run.event("c", Priority.ROUTINE, 0, 400_000))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(run.drops).hasSize(1).first().asString().startsWith("a@0 FULL");
        assertThat(run.outbox.bytes()).isEqualTo(800_000);
    }

    @Test
    void aLargerReplacementPushesOutOthersButNotItself() {
        run.offer(run.event("a", Priority.ROUTINE, 1, 100_000));
        run.offer(run.event("b", Priority.ROUTINE, 1, 500_000));
        run.offer(run.event("c", Priority.ROUTINE, 1, 300_000));
        assertThat(run.offer(run.event("a", Priority.ROUTINE, 2, 500_000))).isEqualTo(OfferOutcome.REPLACED);
        assertThat(run.drops)
                .containsExactlyInAnyOrder(
                        "a@1 CONFLATED: replaced by a newer event", "b@1 FULL: pushed out of a full outbox");
        assertThat(run.take().bytes()).isEqualTo(500_000);
    }

    @Test
    void tooLargeIsRefused() {
        assertThat(run.offer(run.event("a", Priority.URGENT, 0, 512_000))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(run.offer(run.event("b", Priority.URGENT, 0, 512_001))).isEqualTo(OfferOutcome.TOO_LARGE);
        assertThat(run.drops).containsExactly("b@0 TOO_LARGE: 512001 bytes are over the limit of 512000");
    }

    @Test
    void whatIsLargeAndCannotBeWrittenInTheFormWantedIsGivenUpWhenItsTurnComes() {
        OutboundEvent zeros = run.event("a", Priority.URGENT, 0, 512_001);

        assertThat(run.outbox.offer(zeros, WireProtocol.TAK_MESH, run.nowMs)).isEqualTo(OfferOutcome.QUEUED);

        assertThat(run.outbox.take(WireProtocol.TAK_MESH, run.nowMs)).isNull();
        assertThat(run.drops).singleElement().asString().startsWith("a@0 UNUSABLE: it cannot be written in this form");
    }

    @Test
    void whileAllOutboxesHoldTooMuchALargeOneBecomesSmallerWithEachEventThatComes() {
        Outbox large =
                new Outbox(new OutboxSettings(100, 5_000_000, Duration.ZERO), Transport.TCP, run.waiting, run.counters);
        for (int i = 0; i < 14; i++) {
            large.offer(run.event("u" + i, Priority.ROUTINE, 0, OutboxRun.EVENT_BYTES), WireProtocol.XML, run.nowMs);
        }
        assertThat(run.drops).isEmpty();

        run.waiting.shed(true);
        large.offer(run.event("more", Priority.ROUTINE, 0, OutboxRun.EVENT_BYTES), WireProtocol.XML, run.nowMs);
        assertThat(large.waiting()).isEqualTo(13);
        assertThat(large.isFull()).isTrue();
        assertThat(run.drops).hasSize(2).allMatch(drop -> drop.contains("FULL"));
        large.offer(run.event("more", Priority.ROUTINE, 1, OutboxRun.EVENT_BYTES), WireProtocol.XML, run.nowMs);
        assertThat(large.waiting()).as("after one that replaces another").isEqualTo(13);
        for (int i = 0; i < 10; i++) {
            large.offer(run.event("v" + i, Priority.ROUTINE, 0, OutboxRun.EVENT_BYTES), WireProtocol.XML, run.nowMs);
        }
        assertThat(large.waiting()).as("what each may hold").isBetween(9, 10);

        large.close("test over");
    }

    @Test
    void anOutboxIsLargeByItsEventsOrItsBytes() {
        Room events = new Room(5_000, 5_000_000, run.waiting);
        for (int i = 0; i < 1_000; i++) {
            events.add(1);
        }
        Room bytes = new Room(5_000, 5_000_000, run.waiting);
        for (int i = 0; i < 10; i++) {
            bytes.add(OutboxRun.EVENT_BYTES);
        }
        run.waiting.shed(true);
        assertThat(events.isCrowded() || bytes.isCrowded()).isFalse();
        events.add(1);
        bytes.add(OutboxRun.EVENT_BYTES);
        assertThat(events.isCrowded() && bytes.isCrowded()).isTrue();
        run.waiting.shed(false);
        assertThat(events.isCrowded() || bytes.isCrowded()).isFalse();

        for (int i = 0; i < 1_001; i++) {
            events.remove(1);
        }
        for (int i = 0; i < 11; i++) {
            bytes.remove(OutboxRun.EVENT_BYTES);
        }
    }

    @Test
    void nothingOfAnEventThatLeftIsKept() {
        for (int i = 0; i < 100; i++) {
            run.offer(run.routine("uid-" + i));
            run.sent(run.take());
        }
        assertThat(run.outbox.isEmpty()).isTrue();
        assertThat(run.outbox.bytes()).isZero();
    }
}
