package org.cotgateway.channel.fanout;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.EventOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an audience knows of one uid whose event is in the batch or has left a short while ago, and what waits for its turn:
 * of routine events the newest, of others all in their order. Loop-only.
 */
final class FanoutLane {

    private static final int QUEUE_CAPACITY = 2;

    /** Beyond that an audience's urgent events of one uid are refused: each takes a gap, so this is ten seconds' worth. */
    private static final int MAX_QUEUE = 1_000;

    /**
     * An event that waits, with a reference of its own.
     *
     * @param from whoever does not get it
     * @param to the only one that gets it, or null if all do
     * @param joins who had joined when it was offered, and gets it; see {@link FanoutMembers#joins}
     */
    record Waiting(
            EventImage image,
            @Nullable Receiver from,
            @Nullable Receiver to,
            int joins) {

        /** @param joined when that one did */
        boolean isFor(Receiver receiver, int joined) {
            return to == receiver || (to == null && from != receiver && joined <= joins);
        }
    }

    final String uid;
    /** Index in the batch that is being collected, or -1. */
    int index = -1;
    /** Who had joined when the event was offered that is in the batch or left last; see {@link FanoutMembers#joins}. */
    int joins;
    /** When its last event left, on the loop's own clock. */
    long leftMs;

    private long newestMs;
    private @Nullable Waiting routine;
    private @Nullable ArrayDeque<Waiting> queue;
    /** How many in the queue came before the routine event that waits. */
    private int queuedBefore;

    FanoutLane(String uid, long timeMs) {
        this.uid = uid;
        this.newestMs = timeMs;
    }

    boolean hasSeenNewerThan(long timeMs) {
        return EventOrder.isOlder(timeMs, newestMs);
    }

    void saw(EventImage image) {
        newestMs = EventOrder.newest(newestMs, image.summary().timeMs());
    }

    boolean hasQueue() {
        return queue != null && !queue.isEmpty();
    }

    boolean isQueueFull() {
        return queue != null && queue.size() >= MAX_QUEUE;
    }

    void enqueue(EventImage image, @Nullable Receiver from, @Nullable Receiver to, int joinsNow) {
        if (queue == null) {
            queue = new ArrayDeque<>(QUEUE_CAPACITY);
        }
        image.compact();
        queue.add(new Waiting(image.retain(), from, to, joinsNow));
    }

    /**
     * Lets a routine event wait, behind all that waits already; answers the one that had waited, whose image is released.
     */
    @Nullable
    Waiting putRoutine(EventImage image, @Nullable Receiver from, int joinsNow) {
        Waiting old = routine;
        image.compact();
        routine = new Waiting(image.retain(), from, null, joinsNow);
        queuedBefore = queue == null ? 0 : queue.size();
        if (old != null) {
            old.image.release();
        }
        return old;
    }

    /** Takes out the event whose turn it is; null if none waits, or only a routine one while that may not leave. */
    @Nullable
    Waiting poll(boolean routineMayLeave) {
        Waiting waiting = routine;
        if (queue != null && !queue.isEmpty() && (waiting == null || queuedBefore > 0)) {
            queuedBefore--;
            return queue.pollFirst();
        }
        if (waiting != null && (routineMayLeave || hasQueue())) {
            routine = null;
            return waiting;
        }
        return null;
    }

    /**
     * Adds what waits for one receiver, in its order. What is for others, too, gets a reference more and stays; what is for
     * it alone is taken out.
     *
     * @param joined when it did
     */
    void takeFor(Receiver receiver, int joined, Collection<? super EventImage> taken) {
        int place = 0;
        int takenOutBefore = 0;
        if (queue != null) {
            for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); place++) {
                Waiting waiting = all.next();
                if (place == queuedBefore) {
                    takeRoutineFor(receiver, joined, taken);
                }
                if (waiting.to == receiver) {
                    all.remove();
                    taken.add(waiting.image);
                    takenOutBefore += place < queuedBefore ? 1 : 0;
                } else if (waiting.isFor(receiver, joined)) {
                    taken.add(waiting.image.retain());
                }
            }
        }
        if (place <= queuedBefore) {
            takeRoutineFor(receiver, joined, taken);
        }
        queuedBefore -= takenOutBefore;
    }

    private void takeRoutineFor(Receiver receiver, int joined, Collection<? super EventImage> taken) {
        if (routine != null && routine.isFor(receiver, joined)) {
            taken.add(routine.image.retain());
        }
    }

    boolean isEmpty() {
        return routine == null && !hasQueue();
    }

    void addWaitingTo(Collection<? super Waiting> all) {
        if (routine != null) {
            all.add(routine);
        }
        if (queue != null) {
            all.addAll(queue);
        }
    }

    void release() {
        if (routine != null) {
            routine.image.release();
            routine = null;
        }
        if (queue != null) {
            queue.forEach(waiting -> waiting.image.release());
            queue.clear();
        }
    }
}
