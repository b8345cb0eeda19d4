package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order events leave an outbox, which of one uid counts, and how long the next one of it waits. */
class OutboxTest {

    private final OutboxRun run = new OutboxRun();

    @AfterEach
    void nothingIsLeftWhenEverythingIsOver() {
        run.end();
    }

    @Test
    void whatCameFirstGoesFirst() {
        run.offer(run.routine("a"));
        run.offer(run.routine("b"));
        assertThat(run.take().uid()).isEqualTo("a");
        assertThat(run.take().uid()).isEqualTo("b");
        assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
    }

    @Test
    void urgentEventsGoFirst() {
        run.offer(run.routine("position"));
        run.offer(run.urgent("chat 1"));
        run.offer(run.urgent("chat 2"));
        assertThat(run.take().uid()).isEqualTo("chat 1");
        assertThat(run.take().uid()).isEqualTo("chat 2");
        assertThat(run.take().uid()).isEqualTo("position");
    }

    @Test
    void aNewerPositionTakesTheOldOnesPlace() {
        run.offer(run.routine("a", 1));
        run.offer(run.routine("b", 1));
        assertThat(run.offer(run.routine("a", 2))).isEqualTo(OfferOutcome.REPLACED);
        OutboundEvent first = run.take();
        assertThat(first.uid()).isEqualTo("a");
        assertThat(first.timeMs()).isEqualTo(2);
        assertThat(run.drops).containsExactly("a@1 CONFLATED: replaced by a newer event");
        assertThat(run.counters.get(Counter.EVENTS_CONFLATED)).isOne();
    }

    @Test
    void anOlderPositionNeverReplacesANewerOne() {
        run.offer(run.routine("a", 2));
        assertThat(run.offer(run.routine("a", 1))).isEqualTo(OfferOutcome.SUPERSEDED);
        assertThat(run.take().timeMs()).isEqualTo(2);
        assertThat(run.offer(run.routine("a", 1))).isEqualTo(OfferOutcome.SUPERSEDED);
        assertThat(run.drops).hasSize(2).allMatch(drop -> drop.startsWith("a@1 CONFLATED"));
    }

    @Test
    void aDeviceWhoseClockWasSetBackByYearsIsNewerThanItself() {
        long tenYearsMs = Duration.ofDays(3_650).toMillis();
        run.offer(run.routine("a", tenYearsMs));
        assertThat(run.offer(run.routine("a", 5))).isEqualTo(OfferOutcome.REPLACED);
        assertThat(run.offer(run.routine("a", 4))).isEqualTo(OfferOutcome.SUPERSEDED);
        assertThat(run.take().timeMs()).isEqualTo(5);
    }

    @Test
    void urgentEventsOfOneUidAllGoInTheirOrder() {
        run.offer(run.urgent("a", 1));
        run.offer(run.urgent("a", 2));
        run.offer(run.urgent("a", 3));
        for (int time = 1; time <= 3; time++) {
            OutboundEvent event = run.take();
            assertThat(event.timeMs()).isEqualTo(time);
            assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
            run.sent(event);
        }
        assertThat(run.drops).isEmpty();
    }

    @Test
    void aDeleteReplacesTheWaitingPositionItDeletes() {
        run.offer(run.routine("a", 1));
        assertThat(run.offer(run.urgent("a", 2))).isEqualTo(OfferOutcome.REPLACED);
        run.sent(run.take());
        assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
        assertThat(run.drops).containsExactly("a@1 CONFLATED: replaced by a newer event");
    }

    /** A delete bears the time of whoever deletes. */
    @Test
    void aPositionBehindADeleteIsKeptWhateverTheirClocksSay() {
        run.offer(run.urgent("a", 9));
        assertThat(run.offer(run.routine("a", 5))).isEqualTo(OfferOutcome.QUEUED);
        assertThat(run.offer(run.routine("a", 4))).isEqualTo(OfferOutcome.SUPERSEDED);
        OutboundEvent delete = run.take();
        assertThat(delete.timeMs()).isEqualTo(9);
        run.sent(delete);
        assertThat(run.take().timeMs()).isEqualTo(5);
    }

    /** Of a device whose clock is ahead of the deleter's. */
    @Test
    void whatIsDeletedIsNotBackBehindTheDeleteThatOvertakesIt() {
        run.offer(run.routine("a", 9));
        assertThat(run.offer(run.urgent("a", 5))).isEqualTo(OfferOutcome.REPLACED);
        run.offer(run.routine("b", 9));
        OutboundEvent underWay = run.take();
        assertThat(underWay.uid()).isEqualTo("a");
        assertThat(underWay.timeMs()).isEqualTo(5);
        run.sent(underWay);

        underWay = run.take();
        assertThat(underWay.uid()).isEqualTo("b");
        run.offer(run.urgent("b", 5));
        assertThat(run.retryLater(underWay)).isFalse();
        assertThat(run.take().timeMs()).isEqualTo(5);
        assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
    }

    @Test
    void ofOneUidOnlyOneIsOnItsWay() {
        run.offer(run.routine("a", 1));
        OutboundEvent first = run.take();
        run.offer(run.routine("a", 2));
        run.offer(run.routine("b", 1));
        assertThat(run.take().uid()).isEqualTo("b");
        assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
        run.sent(first);
        assertThat(run.take().timeMs()).isEqualTo(2);
    }

    @Test
    void theNextOfAUidLeavesAGapLater() {
        run.offer(run.routine("a", 1));
        OutboundEvent first = run.take();
        run.offer(run.routine("a", 2));
        run.justSent(first);
        run.nowMs += OutboxRun.GAP_MS - 1;
        assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
        run.nowMs += 1;
        assertThat(run.take().timeMs()).isEqualTo(2);
    }

    @Test
    void theGapAlsoHoldsForWhatIsOfferedInIt() {
        run.offer(run.routine("a", 1));
        OutboundEvent first = run.take();
        run.justSent(first);
        run.offer(run.routine("a", 2));
        assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
        run.nowMs += OutboxRun.GAP_MS;
        assertThat(run.take().timeMs()).isEqualTo(2);
    }

    @Test
    void whileItRestsNothingLeavesNorPassesIt() {
        run.outbox.rest(run.nowMs, 0);
        run.offer(run.urgent("a"));
        run.nowMs += OutboxRun.GAP_MS - 1;
        assertThat(run.outbox.hasReady(run.nowMs)).isFalse();
        assertThat(run.outbox.take(WireProtocol.XML, run.nowMs)).isNull();
        run.nowMs += 1;
        assertThat(run.take().uid()).isEqualTo("a");
    }

    @Test
    void whileAnEmptyOneRestsNothingPassesIt() {
        run.outbox.rest(run.nowMs, 0);
        assertThat(run.outbox.mayBePassedBy(List.of(), 0, 0)).isFalse();
        assertThat(run.outbox.isEmpty()).isFalse();
        run.nowMs += OutboxRun.GAP_MS;
        assertThat(run.outbox.hasReady(run.nowMs)).isFalse();
        assertThat(run.outbox.mayBePassedBy(List.of(), 0, 0)).isTrue();
        assertThat(run.outbox.isEmpty()).isTrue();
    }

    @Test
    void itRestsForTheGapOfWhoSentWhatItWasNotToldOfIfThatIsLonger() {
        run.outbox.rest(run.nowMs, 5 * OutboxRun.GAP_MS);
        run.offer(run.routine("a"));
        assertThat(run.outbox.hasReady(run.nowMs)).isFalse();
        run.nowMs += 5 * OutboxRun.GAP_MS - 1;
        assertThat(run.outbox.hasReady(run.nowMs)).isFalse();
        run.nowMs += 1;
        assertThat(run.take().uid()).isEqualTo("a");
    }

    @Test
    void aClockThatIsSetBackDoesNotHoldAllUp() {
        run.outbox.rest(run.nowMs, 0);
        run.offer(run.routine("a"));
        run.nowMs -= 500;
        assertThat(run.take().uid()).isEqualTo("a");
    }

    @Test
    void aClockThatIsSetBackDoesNotHoldAUidUp() {
        run.offer(run.routine("a", 1));
        OutboundEvent first = run.take();
        run.offer(run.routine("a", 2));
        run.justSent(first);
        run.nowMs -= 500;
        assertThat(run.take().timeMs()).isEqualTo(2);
    }

    /** Millions of objects would wait for hundreds of slow clients. */
    @Test
    void whatNobodyObservesDoesNotWaitAsAnObjectOfItsOwn() {
        run.offer(run.plain("a", 1));
        OutboundEvent offered = run.plain("a", 2);
        assertThat(run.offer(offered)).isEqualTo(OfferOutcome.REPLACED);
        assertThat(run.counters.get(Counter.EVENTS_CONFLATED)).isOne();
        OutboundEvent taken = run.take();
        assertThat(taken).isNotSameAs(offered);
        assertThat(taken.image()).isSameAs(offered.image());
        assertThat(taken.edition()).isEqualTo(offered.edition());
        assertThat(taken.timeMs()).isEqualTo(2);
    }
}
