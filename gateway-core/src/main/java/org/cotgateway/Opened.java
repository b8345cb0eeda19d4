package org.cotgateway;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway has opened so far. Whether it could not be opened to the end or has done its work: what was opened last is
 * closed first. Adding is for the thread that opens it, closing for any but the event loop.
 */
final class Opened implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Opened.class);

    /** How long each may take to close that does so on other threads. */
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        all.push(resource);
        return resource;
    }

    /** What is to be done on the loop. */
    void onLoop(EventLoop loop, Runnable closing) {
        all.push(() -> {
            Future<?> closed = loop.submit(closing);
            if (!closed.await(CLOSE_TIMEOUT_MS)) {
                log.warn("the event loop is still busy: what is to be closed there is not yet");
            } else if (!closed.isSuccess()) {
                log.warn("something on the event loop did not close well", closed.cause());
            }
        });
    }

    /**
     * Threads that come when they are needed and go again.
     *
     * @param maxWaiting tasks that wait for a thread; one more is rejected
     */
    ExecutorService threads(String name, int threads, int maxWaiting) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(maxWaiting), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        all.push(() -> {
            pool.shutdown();
            if (!pool.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                log.warn(
                        "{} is still busy: {} tasks dropped",
                        name,
                        pool.shutdownNow().size());
            }
        });
        return pool;
    }

    /** Closes all of it, whatever fails. Closed again it does nothing. */
    @Override
    public synchronized void close() {
        while (!all.isEmpty()) {
            AutoCloseable last = all.pop();
            try {
                last.close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Exception failure) {
                log.warn("{} did not close well", last, failure);
            }
        }
    }
}
