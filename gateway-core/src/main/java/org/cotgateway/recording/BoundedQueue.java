package org.cotgateway.recording;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A queue between two threads, bounded by what its elements weigh. The event loop uses only {@link #offer} and {@link
 * #poll()}, which never wait.
 */
public final class BoundedQueue<E> {

    private final int capacity;
    private final ToIntFunction<E> weight;
    private final Semaphore room;
    private final BlockingQueue<E> elements = new LinkedBlockingQueue<>();

    /**
     * @param capacity what all its elements may weigh together; one that is heavier by itself fits into an empty queue
     * @param weight the same for the same element
     */
    public BoundedQueue(int capacity, ToIntFunction<E> weight) {
        this.capacity = capacity;
        this.weight = weight;
        this.room = new Semaphore(capacity);
    }

    /** Appends, unless there is no room. */
    public boolean offer(E element) {
        if (!room.tryAcquire(weighed(element))) {
            return false;
        }
        elements.add(element);
        return true;
    }

    /** Appends as soon as there is room. */
    public void put(E element) throws InterruptedException {
        room.acquire(weighed(element));
        elements.add(element);
    }

    /** The next element, or null if there is none now. */
    public @Nullable E poll() {
        return released(elements.poll());
    }

    /** The next element, or null if none comes in time. */
    public @Nullable E poll(long timeoutMs) throws InterruptedException {
        return released(elements.poll(timeoutMs, TimeUnit.MILLISECONDS));
    }

    private @Nullable E released(@Nullable E element) {
        if (element != null) {
            room.release(weighed(element));
        }
        return element;
    }

    private int weighed(E element) {
        return Math.min(capacity, Math.max(1, weight.applyAsInt(element)));
    }
}
