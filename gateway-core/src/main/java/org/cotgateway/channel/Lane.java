package org.cotgateway.channel;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.cotgateway.event.EventOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox holds of one uid: at most one event on its way, the urgent ones that wait in the order of their offers,
 * and at most one routine one that waits.
 */
final class Lane {

    private static final int URGENT_CAPACITY = 2;

    final String uid;
    /** Where this lane stands among those whose next event may be taken. */
    final Chain.Link ready = new Chain.Link(this);
    /** Where this lane stands among those with a waiting routine event, by that event's age. */
    final Chain.Link age = new Chain.Link(this);

    long restUntilMs;
    boolean resting;

    @Nullable
    OutboundEvent underWay;

    @Nullable
    OutboundEvent routine;

    private @Nullable ArrayDeque<OutboundEvent> urgent;
    private long newestMs = Long.MIN_VALUE;

    Lane(String uid) {
        this.uid = uid;
    }

    /** Whether a routine event newer than that has been here. */
    boolean hasSeenNewerThan(long timeMs) {
        return EventOrder.isOlder(timeMs, newestMs);
    }

    /**
     * An event is here. Urgent ones make none out of date that comes after them: a delete bears the time of whoever deletes,
     * by another clock than that of the device that goes on to say where it is.
     */
    void saw(OutboundEvent event) {
        if (event.priority() == Priority.ROUTINE) {
            newestMs = EventOrder.newest(newestMs, event.timeMs());
        }
    }

    boolean hasUrgent() {
        return urgent != null && !urgent.isEmpty();
    }

    void addUrgent(OutboundEvent event) {
        urgentQueue().addLast(event);
    }

    void addUrgentFirst(OutboundEvent event) {
        urgentQueue().addFirst(event);
    }

    @Nullable
    OutboundEvent pollUrgent() {
        return urgent == null ? null : urgent.pollFirst();
    }

    /** Whether its next event may not be taken now. */
    boolean isBlocked() {
        return underWay != null || resting;
    }

    boolean isEmpty() {
        return underWay == null && !resting && routine == null && !hasUrgent();
    }

    /** Removes the urgent events whose time is over. */
    void removeExpiredUrgent(long nowMs, Consumer<OutboundEvent> removed) {
        if (urgent != null) {
            urgent.removeIf(event -> {
                boolean expired = event.expired(nowMs) != null;
                if (expired) {
                    removed.accept(event);
                }
                return expired;
            });
        }
    }

    /** When the first of its waiting events is over. */
    long earliestExpiryMs() {
        long earliest = routine == null ? Long.MAX_VALUE : routine.expiresMs();
        if (urgent != null) {
            for (OutboundEvent event : urgent) {
                earliest = Math.min(earliest, event.expiresMs());
            }
        }
        return earliest;
    }

    private ArrayDeque<OutboundEvent> urgentQueue() {
        if (urgent == null) {
            urgent = new ArrayDeque<>(URGENT_CAPACITY);
        }
        return urgent;
    }
}
