package org.cotgateway.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that is told to stop (Ctrl-C, SIGTERM) end in order: its work is ended, and then it has a moment to say
 * how far it came and to remove its temporary files. To be closed when it has.
 */
final class OrderlyStop implements AutoCloseable {

    private static final long LAST_WORDS_MS = 5_000;

    private final CountDownLatch concluded = new CountDownLatch(1);
    private final long lastWordsMs;
    private final Thread hook;

    /**
     * @param endWork makes the command's waiting end; called on a thread of its own, at most once
     */
    OrderlyStop(Runnable endWork) {
        this(endWork, Duration.ZERO);
    }

    /** @param work how long it may take beside the last words */
    OrderlyStop(Runnable endWork, Duration work) {
        lastWordsMs = work.toMillis() + LAST_WORDS_MS;
        hook = new Thread(() -> stop(endWork), "orderly-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Runnable endWork) {
        endWork.run();
        try {
            concluded.await(lastWordsMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        concluded.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook is running; it ends by the line above.
        }
    }
}
