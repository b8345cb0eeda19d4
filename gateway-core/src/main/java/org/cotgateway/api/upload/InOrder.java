package org.cotgateway.api.upload;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time in the order in which they came, on threads that others use, too: after some tasks it lets the
 * others have their turn. Safe on any thread.
 */
final class InOrder implements Executor {

    private static final Logger log = LoggerFactory.getLogger(InOrder.class);
    private static final int TURN = 8;

    private final Executor threads;
    /** Guarded by itself. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** Whether somebody runs the tasks, or is about to; guarded by them. */
    private boolean running;

    InOrder(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        goOn();
    }

    private void goOn() {
        try {
            threads.execute(this::turn);
        } catch (RejectedExecutionException threadsAreGone) {
            // The gateway closes: what is to be cleaned up is cleaned up here, or it would be left behind.
            while (runNext()) {}
        }
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            if (!runNext()) {
                return;
            }
        }
        goOn();
    }

    private boolean runNext() {
        Runnable next = next();
        if (next == null) {
            return false;
        }
        try {
            next.run();
        } catch (RuntimeException bug) {
            log.error("a task of an upload failed", bug);
        }
        return true;
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable next = waiting.poll();
            running = next != null;
            return next;
        }
    }
}
