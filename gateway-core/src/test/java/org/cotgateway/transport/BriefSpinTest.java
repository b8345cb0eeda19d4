package org.cotgateway.transport;

import static io.netty.channel.SelectStrategy.SELECT;
import static org.cotgateway.transport.BriefSpin.GAIN;
import static org.cotgateway.transport.BriefSpin.MOST_CREDIT;
import static org.cotgateway.transport.BriefSpin.SPIN_NS;
import static org.cotgateway.transport.BriefSpin.TRY_EVERY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The clock goes on by a microsecond each time that a look is made. */
class BriefSpinTest {

    private static final long LOOK_NS = 1_000;
    private static final int LOOKS = (int) (SPIN_NS / LOOK_NS);

    /** Near where the clock of the JVM begins anew. */
    private long nowNs = Long.MAX_VALUE - SPIN_NS / 2;

    /** As many looks in vain come before the next that finds something; negative: all are in vain. */
    private int inVain = -1;

    private int looks;
    private final BriefSpin spin = new BriefSpin(() -> nowNs);

    @Test
    void whereThereAreTasksItLooksOnce() throws Exception {
        assertEquals(0, spin.calculateStrategy(this::look, true));
        assertEquals(1, looks);
        inVain = 0;
        assertEquals(3, spin.calculateStrategy(this::look, true));
        assertEquals(2, looks);
    }

    @Test
    void aLoopThatExpectsNothingSleepsAtOnce() throws Exception {
        untilItTries();
        for (int come = 0; come < MOST_CREDIT; come++) {
            inVain = 0;
            assertEquals(3, next());
        }
        looks = 0;
        inVain = 0;
        for (int sleep = 0; sleep < 10 * TRY_EVERY; sleep++) {
            assertEquals(SELECT, spin.calculateStrategy(this::look, false));
        }
        assertEquals(0, looks);
        assertEquals(3, next(), "its credit is as it was");
    }

    @Test
    void aLoopThatWaitsLongSleepsAtOnceAndTriesEverySixtyFourthTime() throws Exception {
        for (int round = 1; round <= 3; round++) {
            for (int sleep = 1; sleep < TRY_EVERY; sleep++) {
                assertEquals(SELECT, next());
                assertEquals((round - 1) * LOOKS, looks, "nothing is looked at before this sleep");
            }
            assertEquals(SELECT, next());
            assertEquals(round * LOOKS, looks, "for as long as a spin takes");
        }
    }

    @Test
    void whatComesSoonIsFoundWithoutSleeping() throws Exception {
        untilItTries();
        for (int come = 0; come < 100; come++) {
            inVain = LOOKS - 1;
            looks = 0;
            assertEquals(3, next());
            assertEquals(LOOKS, looks);
        }
    }

    @Test
    void itGivesUpWhenNothingComesAnyMore() throws Exception {
        untilItTries();
        for (int come = 0; come < 100; come++) {
            inVain = 0;
            assertEquals(3, next());
        }
        for (int vain = 1; vain <= MOST_CREDIT; vain++) {
            looks = 0;
            assertEquals(SELECT, next());
            assertEquals(LOOKS, looks, "look " + vain + " in vain");
        }
        looks = 0;
        assertEquals(SELECT, next());
        assertEquals(0, looks);
    }

    @Test
    void itGoesOnWhileOneOfThreeLooksFindsSomethingAndNotWithOneOfFour() throws Exception {
        untilItTries();
        for (int come = 0; come < MOST_CREDIT; come++) {
            inVain = 0;
            assertEquals(3, next());
        }
        for (int round = 1; round <= 100; round++) {
            assertEquals(2 * LOOKS + 1, looksOfOneThatFindsAndInVain(2), "round " + round);
        }
        for (int round = 1; round <= MOST_CREDIT - GAIN; round++) {
            assertEquals(3 * LOOKS + 1, looksOfOneThatFindsAndInVain(3), "round " + round);
        }
        inVain = 0;
        assertEquals(SELECT, next());
    }

    /** As of an answer that leaves a task behind. */
    @Test
    void whatWasExpectedBeforeATaskIsExpectedBehindIt() throws Exception {
        untilItTries();
        inVain = 0;
        assertEquals(3, next());
        for (int credit = GAIN; credit > 0; credit--) {
            spin.expectMore();
            assertEquals(0, spin.calculateStrategy(this::look, true));
            looks = 0;
            assertEquals(SELECT, spin.calculateStrategy(this::look, false));
            assertEquals(LOOKS, looks, "with a credit of " + credit);
        }
        looks = 0;
        assertEquals(SELECT, next());
        assertEquals(0, looks, "without any");
    }

    @Test
    void whatFailsToLookIsToldToTheLoop() throws Exception {
        untilItTries();
        spin.expectMore();
        assertThrows(
                IOException.class,
                () -> spin.calculateStrategy(
                        () -> {
                            throw new IOException("epoll_wait");
                        },
                        false));
    }

    /** The next time it is asked, it looks. */
    private void untilItTries() throws Exception {
        for (int sleep = 1; sleep < TRY_EVERY; sleep++) {
            assertEquals(SELECT, next());
        }
    }

    private int looksOfOneThatFindsAndInVain(int times) throws Exception {
        looks = 0;
        inVain = 0;
        assertEquals(3, next());
        for (int time = 0; time < times; time++) {
            assertEquals(SELECT, next());
        }
        return looks;
    }

    /** The loop has nothing left to do, and expects more. */
    private int next() throws Exception {
        spin.expectMore();
        return spin.calculateStrategy(this::look, false);
    }

    private int look() {
        looks++;
        nowNs += LOOK_NS;
        if (inVain == 0) {
            inVain = -1;
            return 3;
        }
        if (inVain > 0) {
            inVain--;
        }
        return 0;
    }
}
