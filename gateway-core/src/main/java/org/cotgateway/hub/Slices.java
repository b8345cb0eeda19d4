package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.LogLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is too much for one pass of the loop bit by bit: one step of one work in a pass, each work in its turn, and the
 * sockets in between. Loop-only, apart from the constructor.
 */
final class Slices {

    /** How a work goes on. */
    enum Progress {
        /** It has more to do. */
        MORE,
        /** It has more to do, but not before something has changed: it is asked again after a while. */
        WAITS,
        DONE
    }

    /** What is done bit by bit. */
    interface Work {

        /** Does the next bit, in a fraction of a millisecond. */
        Progress step();
    }

    private static final Logger log = LoggerFactory.getLogger(Slices.class);

    /** A timer, for the loop looks after its sockets before timers but not between tasks. */
    private static final long PAUSE_MS = 1;

    private static final long ASK_AGAIN_MS = 100;

    private final EventLoop loop;
    private final Deque<Work> ready = new ArrayDeque<>();
    private final LogLimit failed;
    /** Whether a step has been taken in this pass, or was to be: the others are for the next ones. */
    private boolean nextPass;

    private boolean closed;

    Slices(EventLoop loop) {
        this.loop = loop;
        this.failed = new LogLimit(loop);
    }

    /** Takes the first step of a work at once, and the others in their turn. */
    void begin(Work work) {
        assert loop.inEventLoop();
        if (!closed) {
            schedule();
            step(work);
        }
    }

    /** Takes the first step of a work in its turn, too, if a step has been taken in this pass. */
    void beginInTurn(Work work) {
        assert loop.inEventLoop();
        if (nextPass) {
            add(work);
        } else {
            begin(work);
        }
    }

    /** Takes no step of a work before the next pass: when all has changed that changes in this one. */
    void beginLater(Work work) {
        assert loop.inEventLoop();
        if (!closed) {
            schedule();
            add(work);
        }
    }

    /** Drops all that is not done. */
    void close() {
        closed = true;
        ready.clear();
        failed.close();
    }

    private void schedule() {
        if (!nextPass) {
            nextPass = true;
            loop.schedule(this::run, PAUSE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        nextPass = false;
        Work work = ready.pollFirst();
        if (work != null) {
            schedule();
            step(work);
        }
    }

    /** One work's trouble must not cost the others their turn. */
    private void step(Work work) {
        try {
            switch (work.step()) {
                case MORE -> add(work);
                case WAITS -> loop.schedule(() -> askAgain(work), ASK_AGAIN_MS, TimeUnit.MILLISECONDS);
                case DONE -> {}
            }
        } catch (RuntimeException bug) {
            failed.warn(log, () -> "what was to be done bit by bit is given up: " + bug);
            log.debug("what was to be done bit by bit is given up", bug);
        }
    }

    private void askAgain(Work work) {
        add(work);
        schedule();
    }

    private void add(Work work) {
        // A step may end the gateway.
        if (!closed) {
            ready.addLast(work);
        }
    }
}
