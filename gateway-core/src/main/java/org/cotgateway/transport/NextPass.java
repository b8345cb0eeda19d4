package org.cotgateway.transport;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How work that is too long for one pass of a loop goes on. Handed over as a task it would leave the sockets waiting: a loop
 * looks at them again when it has no task left, or after a second ({@code io.netty.eventLoop.maxTaskProcessingQuantumMs}),
 * and a task that leaves another one behind each time is never the last.
 *
 * <p>A loop that shuts down drops what was to go on, where it refuses a task.
 */
public final class NextPass {

    private static final Logger log = LoggerFactory.getLogger(NextPass.class);

    private NextPass() {}

    /**
     * Runs the rest when the loop has looked at its sockets and done what they brought. Logs what it throws. Allocates a timer.
     * For work whose end somebody else sees to if the loop shuts down, such as that of its connection: nobody is told then.
     */
    public static void run(EventExecutor loop, Runnable rest) {
        loop.schedule(() -> runLogged(rest), 0, TimeUnit.NANOSECONDS);
    }

    /**
     * The same for work that somebody waits for. Only on the loop.
     *
     * @param instead runs, on the loop, if that shuts down before; at once if it has begun to
     */
    public static void run(EventExecutor loop, Runnable rest, Runnable instead) {
        if (loop.isShuttingDown()) {
            // The tasks that a loop runs last of all leave timers that nobody cancels any more.
            instead.run();
            return;
        }
        loop.schedule(() -> runLogged(rest), 0, TimeUnit.NANOSECONDS).addListener(done -> {
            if (done.isCancelled()) {
                instead.run();
            }
        });
    }

    /** The same for work that ends with a result, which fails if the loop shuts down before. */
    public static void run(EventExecutor loop, Runnable rest, CompletableFuture<?> result) {
        run(loop, rest, () -> {
            result.completeExceptionally(new RejectedExecutionException("the gateway was closed"));
        });
    }

    /** A timer would keep to itself what was thrown. */
    private static void runLogged(Runnable rest) {
        try {
            rest.run();
        } catch (RuntimeException | Error trouble) {
            log.error("work that goes on from pass to pass of the loop has failed", trouble);
            throw trouble;
        }
    }
}
