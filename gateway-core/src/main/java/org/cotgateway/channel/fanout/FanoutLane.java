package org.cotgateway.channel.fanout;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Priority;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.EventOrder;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * What an audience knows of one uid whose event is in the batch or has left a short while ago, and what waits for its turn:
 * of routine events the newest, of others all in their order. Loop-only.
 */
final class FanoutLane {

    private static final int QUEUE_CAPACITY = 2;

    /**
     * Beyond that an audience's urgent events of one uid are refused: each takes a gap, so this is ten seconds' worth. Of what
     * is for single receivers, all of which leave together, so many may wait and one for each receiver.
     */
    private static final int MAX_QUEUE = 1_000;

    /** An event that waits. */
    sealed interface Waiting permits ForAll, ForOne {

        /** @param joined when that one did */
        boolean isFor(Receiver receiver, int joined);

        /** Lets go of it, if it has not gone anywhere. */
        void release();
    }

    /**
     * For all, with a reference of its own.
     *
     * @param from whoever does not get it
     * @param joins who had joined when it was offered, and gets it; see {@link FanoutMembers#joins}
     */
    record ForAll(EventImage image, @Nullable Receiver from, int joins) implements Waiting {

        @Override
        public boolean isFor(Receiver receiver, int joined) {
            return from != receiver && joined <= joins;
        }

        /** The same, with one more reference. */
        ForAll retained() {
            image.retain();
            return this;
        }

        @Override
        public void release() {
            image.release();
        }
    }

    /** For one alone, whose outbox it goes to. */
    record ForOne(OutboundEvent event, Receiver to) implements Waiting {

        @Override
        public boolean isFor(Receiver receiver, int joined) {
            return to == receiver;
        }

        @Override
        public void release() {
            event.refused(DropReason.LOST, "its receiver could not be given what waited for it");
        }
    }

    final String uid;
    /** Index in the batch that is being collected, or -1. */
    int index = -1;
    /** Who had joined when the event was offered that is in the batch or left last; see {@link FanoutMembers#joins}. */
    int joins;
    /** When its last event left, on the loop's own clock. */
    long leftMs;

    private long newestMs = Long.MIN_VALUE;
    private @Nullable ForAll routine;
    private @Nullable ArrayDeque<Waiting> queue;
    /** How many in the queue came before the routine event that waits. */
    private int queuedBefore;
    /** How many in the queue are for one receiver. */
    private int forOne;

    FanoutLane(String uid) {
        this.uid = uid;
    }

    /** Whether a newer routine event has been here. */
    boolean hasSeenNewerThan(long timeMs) {
        return EventOrder.isOlder(timeMs, newestMs);
    }

    /**
     * An event is here. Urgent ones make none out of date that comes after them: a delete bears the time of whoever
     * deletes, by another clock than that of the device that goes on to say where it is.
     */
    void saw(EventSummary event) {
        if (Priority.of(event) == Priority.ROUTINE) {
            newestMs = EventOrder.newest(newestMs, event.timeMs());
        }
    }

    boolean hasQueue() {
        return queue != null && !queue.isEmpty();
    }

    boolean isFullForAll() {
        return queue != null && queue.size() - forOne >= MAX_QUEUE;
    }

    /** @param receivers in the audience */
    boolean isFullForOne(int receivers) {
        return forOne >= MAX_QUEUE + receivers;
    }

    void enqueue(Waiting event) {
        if (queue == null) {
            queue = new ArrayDeque<>(QUEUE_CAPACITY);
        }
        queue.add(event);
        forOne += event instanceof ForOne ? 1 : 0;
    }

    /** An event that is going to wait for all. */
    static ForAll forAll(EventImage image, @Nullable Receiver from, int joinsNow) {
        image.compact();
        return new ForAll(image.retain(), from, joinsNow);
    }

    /**
     * Lets a routine event wait, behind all that waits already; answers the one that had waited, whose image is released.
     */
    @Nullable
    ForAll putRoutine(EventImage image, @Nullable Receiver from, int joinsNow) {
        ForAll old = routine;
        routine = forAll(image, from, joinsNow);
        queuedBefore = queue == null ? 0 : queue.size();
        if (old != null) {
            old.release();
        }
        return old;
    }

    /** Takes out the event whose turn it is; null if none waits, or only a routine one while that may not leave. */
    @Nullable
    Waiting poll(boolean routineMayLeave) {
        ForAll waiting = routine;
        if (queue != null && !queue.isEmpty() && (waiting == null || queuedBefore > 0)) {
            queuedBefore--;
            Waiting first = queue.pollFirst();
            forOne -= first instanceof ForOne ? 1 : 0;
            return first;
        }
        if (waiting != null && (routineMayLeave || hasQueue())) {
            routine = null;
            return waiting;
        }
        return null;
    }

    /**
     * Adds what waits for one receiver, in its order. Of what is for others, too, it gets a reference of its own, and that
     * stays; what is for it alone is taken out.
     *
     * @param joined when it did
     */
    void takeFor(Receiver receiver, int joined, Collection<? super Waiting> taken) {
        int place = 0;
        int takenOutBefore = 0;
        if (queue != null) {
            for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); place++) {
                Waiting waiting = all.next();
                if (place == queuedBefore) {
                    takeRoutineFor(receiver, joined, taken);
                }
                if (!waiting.isFor(receiver, joined)) {
                    continue;
                }
                if (waiting instanceof ForAll others) {
                    taken.add(others.retained());
                } else {
                    all.remove();
                    forOne--;
                    taken.add(waiting);
                    takenOutBefore += place < queuedBefore ? 1 : 0;
                }
            }
        }
        if (place <= queuedBefore) {
            takeRoutineFor(receiver, joined, taken);
        }
        queuedBefore -= takenOutBefore;
    }

    private void takeRoutineFor(Receiver receiver, int joined, Collection<? super Waiting> taken) {
        if (routine != null && routine.isFor(receiver, joined)) {
            taken.add(routine.retained());
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
            routine.release();
            routine = null;
        }
        if (queue != null) {
            queue.forEach(Waiting::release);
            queue.clear();
            forOne = 0;
        }
    }
}
