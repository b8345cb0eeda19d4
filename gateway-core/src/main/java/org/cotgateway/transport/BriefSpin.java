package org.cotgateway.transport;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Has a loop look for what is ready for a moment before it goes to sleep, where that pays off. Whoever sends to a loop that
 * sleeps has to wake it, which between the processors of a virtual machine costs the sender several microseconds: clients that
 * ask for one small thing after the other are as slow as that, while the loop has nothing better to do than to look again.
 *
 * <p>It looks when it is told to {@linkplain #expectMore expect more}, and only then: where events come in to be passed on to
 * many, what comes meanwhile leaves in one batch, and who looks sooner finds less of it. And it looks while what comes next
 * mostly comes within {@value #SPIN_NS} ns, whatever it is, as under a load that all but fills the loop: if more than two of three
 * spins are in vain it is given up, and tried again once in {@value #TRY_EVERY} times. Of one loop, on its thread. Tasks of other
 * threads and timers wait until a spin is over, {@value #SPIN_NS} ns at the most.
 */
final class BriefSpin implements SelectStrategy {

    static final long SPIN_NS = 20_000;

    static final int TRY_EVERY = 64;

    /** What a spin that found something adds to the credit; one in vain takes one of it. */
    static final int GAIN = 2;

    /** As much credit as there can be: so many spins in vain, one after the other, and it is given up. */
    static final int MOST_CREDIT = 16;

    private final LongSupplier nanoClock;
    private boolean expected;
    private int credit;
    /** How often it did not spin, for want of credit, since it last did. */
    private int passedOver;

    BriefSpin() {
        this(System::nanoTime);
    }

    /** By this clock, in nanoseconds. */
    BriefSpin(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Before the loop sleeps the next time, it is to look whether more has come. */
    void expectMore() {
        expected = true;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (!expected) {
            return SELECT;
        }
        expected = false;
        if (credit == 0 && ++passedOver < TRY_EVERY) {
            return SELECT;
        }
        passedOver = 0;
        int ready = spin(selectNow);
        if (ready > 0) {
            credit = Math.min(MOST_CREDIT, credit + GAIN);
            return ready;
        }
        credit = Math.max(0, credit - 1);
        return SELECT;
    }

    private int spin(IntSupplier selectNow) throws Exception {
        long beginNs = nanoClock.getAsLong();
        int ready;
        do {
            ready = selectNow.get();
        } while (ready == 0 && nanoClock.getAsLong() - beginNs < SPIN_NS);
        return ready;
    }
}
