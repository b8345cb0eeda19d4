package org.cotgateway.transport;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * How work that is too long for one pass of a loop goes on. Handed over as a task it would leave the sockets waiting: a loop
 * looks at them again when it has no task left, or after a second ({@code io.netty.eventLoop.maxTaskProcessingQuantumMs}),
 * and a task that leaves another one behind each time is never the last.
 */
public final class NextPass {

    private NextPass() {}

    /** Runs the rest when the loop has looked at its sockets and done what they brought. Allocates a timer. */
    public static void run(EventExecutor loop, Runnable rest) {
        loop.schedule(rest, 0, TimeUnit.NANOSECONDS);
    }
}
