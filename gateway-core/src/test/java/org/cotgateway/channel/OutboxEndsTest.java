package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an outbox does not send: what is withdrawn, stale or too late, what comes back, and what waits when it is closed. */
class OutboxEndsTest {

    private final OutboxRun run = new OutboxRun();

    @AfterEach
    void nothingIsLeftWhenEverythingIsOver() {
        run.end();
    }

    @Test
    void whatIsWithdrawnIsDroppedInsteadOfSent() {
        OutboundEvent unwanted = run.urgent("a");
        run.offer(unwanted);
        run.offer(run.routine("b"));

        unwanted.withdraw();

        assertThat(run.take().uid()).isEqualTo("b");
        assertThat(run.drops).containsExactly("a@0 WITHDRAWN: withdrawn");
        assertThat(run.counters.get(Counter.DROPPED_WITHDRAWN)).isOne();
        assertThat(run.counters.get(Counter.DROPPED_DEADLINE)).isZero();
    }

    @Test
    void whatIsWithdrawnOnItsWayDoesNotComeBack() {
        run.offer(run.routine("a"));
        OutboundEvent unwanted = run.take();
        unwanted.withdraw();
        run.underWay.clear();

        assertThat(run.outbox.retryLater(unwanted, run.nowMs)).isFalse();
        assertThat(run.drops).containsExactly("a@0 WITHDRAWN: withdrawn");
    }

    @Test
    void staleIsDroppedWhenOfferedAndWhenTaken() {
        assertThat(run.offer(run.until("a", 1_000, OutboundEvent.NEVER_MS))).isEqualTo(OfferOutcome.STALE);
        run.offer(run.until("b", 1_500, OutboundEvent.NEVER_MS));
        run.offer(run.until("c", OutboundEvent.NEVER_MS, OutboundEvent.NEVER_MS));
        run.nowMs = 1_500;
        assertThat(run.take().uid()).isEqualTo("c");
        assertThat(run.drops).containsExactlyInAnyOrder("a@0 STALE: stale", "b@0 STALE: stale");
        assertThat(run.counters.get(Counter.DROPPED_STALE)).isEqualTo(2);
    }

    @Test
    void whatExpiresWhileItWaitsIsDroppedOnDemand() {
        run.offer(run.until("a", OutboundEvent.NEVER_MS, 1_200));
        run.offer(run.until("b", 1_300, OutboundEvent.NEVER_MS));
        run.offer(run.routine("c"));
        run.outbox.setTrouble("connection refused");
        run.outbox.expire(1_199);
        assertThat(run.drops).isEmpty();
        run.outbox.expire(1_200);
        assertThat(run.drops).containsExactly("a@0 DEADLINE: deadline passed; connection refused");
        run.outbox.expire(1_300);
        assertThat(run.drops).hasSize(2).last().asString().startsWith("b@0 STALE");
        assertThat(run.outbox.waiting()).isEqualTo(1);
    }

    @Test
    void whatComesBackGoesFirst() {
        run.offer(run.routine("a"));
        run.offer(run.routine("b"));
        OutboundEvent a = run.take();
        assertThat(run.putBack(a)).isTrue();
        assertThat(run.take().uid()).isEqualTo("a");
    }

    @Test
    void whatFailedGoesLast() {
        run.offer(run.routine("a"));
        run.offer(run.routine("b"));
        OutboundEvent a = run.take();
        assertThat(run.retryLater(a)).isTrue();
        assertThat(run.take().uid()).isEqualTo("b");
        assertThat(run.take().uid()).isEqualTo("a");
    }

    @Test
    void whatComesBackBehindANewerOneIsDropped() {
        run.offer(run.routine("a", 1));
        OutboundEvent first = run.take();
        run.offer(run.routine("a", 2));
        assertThat(run.putBack(first)).isFalse();
        assertThat(run.drops).containsExactly("a@1 CONFLATED: replaced by a newer event");
        assertThat(run.take().timeMs()).isEqualTo(2);
    }

    @Test
    void anUrgentEventThatComesBackStaysAheadOfTheLaterOnesOfItsUid() {
        run.offer(run.urgent("a", 1));
        OutboundEvent first = run.take();
        run.offer(run.urgent("a", 2));
        assertThat(run.retryLater(first)).isTrue();
        assertThat(run.take().timeMs()).isEqualTo(1);
    }

    @Test
    void whatComesBackTooLateIsDropped() {
        run.offer(run.until("a", OutboundEvent.NEVER_MS, 1_200));
        OutboundEvent event = run.take();
        event.attempting();
        event.failed("connection refused");
        run.nowMs = 1_200;
        assertThat(run.retryLater(event)).isFalse();
        assertThat(run.drops).containsExactly("a@0 DEADLINE: deadline passed; connection refused");
        assertThat(run.outbox.isEmpty()).isTrue();
    }

    @Test
    void closingDropsWhatWaitsAndWhatComesBackAndWhatIsOffered() {
        run.offer(run.routine("a"));
        run.offer(run.urgent("b"));
        OutboundEvent first = run.take();
        run.outbox.close("the gateway is closed");
        assertThat(run.drops).containsExactly("a@0 CLOSED: the gateway is closed");
        assertThat(run.putBack(first)).isFalse();
        assertThat(run.offer(run.routine("c"))).isEqualTo(OfferOutcome.CLOSED);
        assertThat(run.drops).hasSize(3);
        assertThat(run.counters.get(Counter.DROPPED_CLOSED)).isEqualTo(3);
        assertThat(run.outbox.isEmpty()).isTrue();
    }

    @Test
    void whatWaitedWhenItIsClosedSaysWhatItWaitedFor() {
        run.offer(run.routine("a"));
        run.offer(run.urgent("b"));
        OutboundEvent called = run.take();
        run.outbox.setTrouble("connection refused");
        run.outbox.close("the gateway is closed");
        run.putBack(called);
        run.offer(run.routine("c"));
        assertThat(run.drops)
                .containsExactlyInAnyOrder(
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
                outcomes.add(run.offer(run.urgent("told")));
            }
        };
        run.offer(Gateway.outbound("a", Priority.ROUTINE, 0, OutboundEvent.NEVER_MS, 1_200, Gateway.bytes("x"), again));
        run.outbox.expire(1_200);
        assertThat(outcomes).containsExactly(OfferOutcome.QUEUED);
        assertThat(run.take().uid()).isEqualTo("told");
    }
}
