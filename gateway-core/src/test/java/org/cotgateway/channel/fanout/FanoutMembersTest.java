package org.cotgateway.channel.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.EventImage;
import org.junit.jupiter.api.Test;

/** Who comes and goes while events wait or are written. */
class FanoutMembersTest extends FanoutCase {

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
    void whoeverJoinsWhileEventsRestGetsWhatIsOfferedAfterThat() {
        startAgain(INTERVAL_MS);
        offer("urgent", "u1", 1);
        offer("routine", "r1", 1);
        endPass();
        urgent("urgent", "u2", 2);
        offer("routine", "r2", 2);
        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        urgent("urgent", "u3", 3);
        offer("other", "o1", 1);
        endPass();
        passMs(GAP_MS);
        passMs(GAP_MS);
        passMs(INTERVAL_MS);
        assertThat(one.writes).containsExactly("u1 r1", "o1", "u2", "u3", "r2");
        assertThat(late.writes).containsExactly("o1", "u3");
    }

    @Test
    void aBatchOfWhatIsForSomeAndWhatIsForAllGoesToEachWithoutWhatIsNotForIt() {
        offer("a", "a1", 1);
        offer("b", "b1", 1);
        offer("c", "c1", 1);
        endPass();
        offer("a", "a2", 2);
        offer("b", "b2", 2);
        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        offer("b", "b3", 3);
        offer("c", "c2", 2);
        RecordingReceiver last = new RecordingReceiver();
        fanout.join(last);
        passMs(GAP_MS);
        assertThat(one.writes).containsExactly("a1 b1 c1", "a2 b3 c2");
        assertThat(late.writes).containsExactly("b3 c2");
        assertThat(last.writes).isEmpty();
    }

    @Test
    void whoGoesOverToAnotherAudienceOfTheSameEventsGetsEachOnce() {
        Fanout another = new Fanout(clock.eventLoop(), GAP_MS, GAP_MS, counters, this::tooLarge);
        another.join(two);
        for (int i = 1; i <= 2; i++) {
            EventImage toBoth = image("a", "a" + i, i, "a-f-G");
            fanout.offer(toBoth, null);
            another.offer(toBoth, null);
            endPass();
        }
        fanout.leave(one);
        another.join(one);
        passMs(GAP_MS);
        another.close();
        assertThat(one.writes).containsExactly("a1");
        assertThat(one.offers).containsExactly("a2");
    }

    @Test
    void whoLeavesAgainIsNotHandedWhatWaitedBeforeItCame() {
        offer("a", "a1", 1);
        endPass();
        offer("a", "a2", 2);
        urgent("a", "a3", 3);
        RecordingReceiver late = new RecordingReceiver();
        fanout.join(late);
        urgent("a", "a4", 4);
        fanout.leave(late);
        assertThat(late.offers).containsExactly("a4");
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
    void whoGoesOverToAnotherAudienceGetsWhatWaitsForItByItsOutbox() {
        offer("a", "a1", 1);
        endPass();
        urgent("a", "a2", 2);
        offer("a", "a3", 3);
        offerTo("a", "a4", 4, one);
        urgent("a", "a5", 5);
        offerTo("a", "a for two", 6, two);
        offer("own", "own1", 1, one);
        offer("b", "b1", 1);
        fanout.leave(one);
        assertThat(one.offers).containsExactly("b1", "a2", "a3", "a4", "a5");
        endPass();
        for (int gaps = 0; gaps < 4; gaps++) {
            passMs(GAP_MS);
        }
        assertThat(one.writes).containsExactly("a1");
        assertThat(one.offers).hasSize(5);
        assertThat(two.writes).containsExactly("a1", "own1 b1", "a2", "a3", "a5");
        assertThat(two.offers).containsExactly("a for two");
    }

    @Test
    void whoGoesOverToAnotherAudienceKeepsTheGapAfterWhatItWasSentInThisOne() {
        offer("a", "a1", 1);
        endPass();
        passMs(GAP_MS - 1);
        fanout.leave(one);
        assertThat(one.rests).isOne();
        assertThat(one.restMs).isEqualTo(GAP_MS);
        passMs(1);
        fanout.leave(two);
        assertThat(two.rests).as("the gap is over").isZero();
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
    void closedItLeavesNoTimerBehind() {
        startAgain(INTERVAL_MS);
        offer("a", "a1", 1);
        endPass();
        passMs(GAP_MS);
        offer("b", "b1", 1);
        endPass();
        assertThat(clock.runScheduledPendingTasks()).as("until the next").isPositive();
        fanout.close();
        assertThat(clock.runScheduledPendingTasks()).as("none").isEqualTo(-1);
    }
}
