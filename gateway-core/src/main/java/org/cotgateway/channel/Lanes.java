package org.cotgateway.channel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.EventOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox holds of each uid, its lane: at most one event on its way, the urgent ones that wait in the order of their
 * offers, and at most one routine one that waits.
 *
 * <p>A lane is a number, and what is known of it lies in arrays. Where hundreds of clients do not keep up, each with
 * thousands of events that wait, objects for these would be millions, and everybody would wait each time the collector
 * followed them all. For the same reason a routine event that is {@link OutboundEvent#isPlain plain} waits as its image.
 */
final class Lanes {

    /** No lane. */
    static final int NONE = UidSlots.NONE;

    private static final int URGENT_CAPACITY = 2;
    /** Room for so many is kept when there are few. */
    private static final int KEPT = 16;
    /** Fewer than one in so many that there is room for are few. */
    private static final int FEW = 8;

    private static final Edition[] EDITIONS = Edition.values();
    private static final @Nullable Object[] NO_ROUTINE = {};
    private static final @Nullable OutboundEvent[] NO_EVENTS = {};
    private static final long[] NO_TIMES = {};
    private static final byte[] NO_EDITIONS = {};

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static final @Nullable ArrayDeque<OutboundEvent>[] NO_URGENT = new ArrayDeque[0];

    private UidSlots uids = new UidSlots();
    /** Where lanes stand: see {@link Turns}. */
    private SlotLists turns = new SlotLists(Turns.LISTS);
    /** Lanes with a waiting routine event, the oldest first. */
    private SlotLists byAge = new SlotLists(1);

    /** The routine event that waits: an {@link OutboundEvent}, or the image of a plain one, with a reference of its own. */
    private @Nullable Object[] routine = NO_ROUTINE;
    /** The editions of those that are images. */
    private byte[] editions = NO_EDITIONS;

    private @Nullable OutboundEvent[] underWay = NO_EVENTS;
    private @Nullable ArrayDeque<OutboundEvent>[] urgent = NO_URGENT;
    private long[] newestMs = NO_TIMES;
    private long[] restUntilMs = NO_TIMES;

    /** The lane of a uid, or {@link #NONE} if nothing is held of it, not even the memory of an event that has just left. */
    int find(String uid) {
        return uids.find(uid);
    }

    /** The lane of a uid that has none yet. It is to be {@link #removeIfEmpty removed} as soon as it is empty again. */
    int add(String uid) {
        uids.makeRoom();
        if (routine.length < uids.slots()) {
            grow(uids.slots());
        }
        int lane = uids.add(uid);
        newestMs[lane] = Long.MIN_VALUE;
        return lane;
    }

    /** Forgets a lane that holds nothing. */
    void removeIfEmpty(int lane) {
        if (!isBlocked(lane) && !hasRoutine(lane) && !hasUrgent(lane)) {
            urgent[lane] = null;
            uids.remove(lane);
        }
    }

    /** Gives back memory when only few are left of many lanes, which have other numbers then. */
    void trim() {
        int slots = uids.slots();
        if (slots <= KEPT || uids.used() >= slots / FEW) {
            return;
        }
        Lanes few = new Lanes();
        int[] moved = new int[slots];
        for (int lane = 0; lane < slots; lane++) {
            if (exists(lane)) {
                int to = few.add(uids.uid(lane));
                moved[lane] = to;
                few.routine[to] = routine[lane];
                few.editions[to] = editions[lane];
                few.underWay[to] = underWay[lane];
                few.urgent[to] = urgent[lane];
                few.newestMs[to] = newestMs[lane];
                few.restUntilMs[to] = restUntilMs[lane];
            }
        }
        turns.moveTo(few.turns, moved);
        byAge.moveTo(few.byAge, moved);
        // Nothing has changed so far, should there not be the memory for it.
        uids = few.uids;
        turns = few.turns;
        byAge = few.byAge;
        routine = few.routine;
        editions = few.editions;
        underWay = few.underWay;
        urgent = few.urgent;
        newestMs = few.newestMs;
        restUntilMs = few.restUntilMs;
    }

    /** Where lanes stand, until they are {@link #trim trimmed}. */
    SlotLists turns() {
        return turns;
    }

    boolean isEmpty() {
        return uids.used() == 0;
    }

    /** More than any lane that there is. */
    int end() {
        return uids.slots();
    }

    /** Whether there is a lane of that number. */
    boolean exists(int lane) {
        return uids.isUsed(lane);
    }

    /** Whether a routine event newer than that has been here. */
    boolean hasSeenNewerThan(int lane, long timeMs) {
        return EventOrder.isOlder(timeMs, newestMs[lane]);
    }

    /**
     * An event is here. Urgent ones make none out of date that comes after them: a delete bears the time of whoever deletes,
     * by another clock than that of the device that goes on to say where it is.
     */
    void saw(int lane, OutboundEvent event) {
        if (event.priority() == Priority.ROUTINE) {
            newestMs[lane] = EventOrder.newest(newestMs[lane], event.timeMs());
        }
    }

    @Nullable
    OutboundEvent underWay(int lane) {
        return underWay[lane];
    }

    void setUnderWay(int lane, @Nullable OutboundEvent event) {
        underWay[lane] = event;
    }

    long restUntilMs(int lane) {
        return restUntilMs[lane];
    }

    void setRestUntilMs(int lane, long atMs) {
        restUntilMs[lane] = atMs;
    }

    /** Whether its next event may not be taken now. */
    boolean isBlocked(int lane) {
        return underWay[lane] != null || turns.isIn(lane, Turns.RESTING);
    }

    boolean hasRoutine(int lane) {
        return routine[lane] != null;
    }

    /** When the routine event was made that waits. */
    long routineTimeMs(int lane) {
        Object waits = routine(lane);
        return waits instanceof EventImage plain ? plain.summary().timeMs() : ((OutboundEvent) waits).timeMs();
    }

    /** How large the routine event is that waits. */
    int routineBytes(int lane) {
        Object waits = routine(lane);
        return waits instanceof EventImage plain ? plain.sizeBytes() : ((OutboundEvent) waits).bytes();
    }

    /** Lets a routine event wait, the youngest or the oldest of all. */
    void putRoutine(int lane, OutboundEvent event, boolean youngest) {
        keepRoutine(lane, event);
        if (youngest) {
            byAge.addLast(lane, 0);
        } else {
            byAge.addFirst(lane, 0);
        }
    }

    /**
     * Lets a routine event wait in the place of another, whose age it has from now on.
     *
     * @return the other; null if that was a plain one, which nobody is told of, and is released
     */
    @Nullable
    OutboundEvent replaceRoutine(int lane, OutboundEvent event) {
        Object old = routine(lane);
        keepRoutine(lane, event);
        return observed(old);
    }

    /** The same by an urgent one, which waits behind others of its kind. */
    @Nullable
    OutboundEvent replaceByUrgent(int lane, OutboundEvent event) {
        Object old = routine(lane);
        addUrgent(lane, event);
        routine[lane] = null;
        byAge.unlink(lane);
        return observed(old);
    }

    private static @Nullable OutboundEvent observed(Object waited) {
        if (waited instanceof EventImage plain) {
            plain.release();
            return null;
        }
        return (OutboundEvent) waited;
    }

    OutboundEvent removeRoutine(int lane) {
        Object waits = routine(lane);
        OutboundEvent event = waits instanceof EventImage plain
                ? OutboundEvent.plain(plain, EDITIONS[editions[lane]])
                : (OutboundEvent) waits;
        routine[lane] = null;
        byAge.unlink(lane);
        return event;
    }

    /** The lane with the oldest routine event that waits, but one; or {@link #NONE}. */
    int oldestRoutineBut(int spared) {
        int oldest = byAge.first(0);
        return oldest != NONE && oldest == spared ? byAge.after(oldest) : oldest;
    }

    boolean hasUrgent(int lane) {
        ArrayDeque<OutboundEvent> waiting = urgent[lane];
        return waiting != null && !waiting.isEmpty();
    }

    void addUrgent(int lane, OutboundEvent event) {
        urgentQueue(lane).addLast(event);
    }

    void addUrgentFirst(int lane, OutboundEvent event) {
        urgentQueue(lane).addFirst(event);
    }

    @Nullable
    OutboundEvent pollUrgent(int lane) {
        ArrayDeque<OutboundEvent> waiting = urgent[lane];
        return waiting == null ? null : waiting.pollFirst();
    }

    /** Whether the routine event that waits, if any, is over. */
    boolean isRoutineExpired(int lane, long nowMs) {
        Object waits = routine[lane];
        return waits instanceof EventImage plain
                ? nowMs >= plain.summary().staleMs()
                : waits != null && ((OutboundEvent) waits).expired(nowMs) != null;
    }

    /** Removes the urgent events whose time is over. */
    void removeExpiredUrgent(int lane, long nowMs, Consumer<OutboundEvent> removed) {
        ArrayDeque<OutboundEvent> waiting = urgent[lane];
        if (waiting != null) {
            waiting.removeIf(event -> {
                boolean expired = event.expired(nowMs) != null;
                if (expired) {
                    removed.accept(event);
                }
                return expired;
            });
        }
    }

    /** When the first of its waiting events is over. */
    long earliestExpiryMs(int lane) {
        Object waits = routine[lane];
        long earliest = Long.MAX_VALUE;
        if (waits != null) {
            earliest =
                    waits instanceof EventImage plain ? plain.summary().staleMs() : ((OutboundEvent) waits).expiresMs();
        }
        ArrayDeque<OutboundEvent> others = urgent[lane];
        if (others != null) {
            for (OutboundEvent event : others) {
                earliest = Math.min(earliest, event.expiresMs());
            }
        }
        return earliest;
    }

    private void keepRoutine(int lane, OutboundEvent event) {
        if (event.isPlain()) {
            routine[lane] = event.image();
            editions[lane] = (byte) event.edition().ordinal();
        } else {
            routine[lane] = event;
        }
    }

    private Object routine(int lane) {
        Object waits = routine[lane];
        if (waits == null) {
            throw new IllegalStateException("no routine event of " + uids.uid(lane) + " waits");
        }
        return waits;
    }

    private ArrayDeque<OutboundEvent> urgentQueue(int lane) {
        ArrayDeque<OutboundEvent> waiting = urgent[lane];
        if (waiting == null) {
            waiting = new ArrayDeque<>(URGENT_CAPACITY);
            urgent[lane] = waiting;
        }
        return waiting;
    }

    private void grow(int lanes) {
        editions = Arrays.copyOf(editions, lanes);
        underWay = Arrays.copyOf(underWay, lanes);
        urgent = Arrays.copyOf(urgent, lanes);
        newestMs = Arrays.copyOf(newestMs, lanes);
        restUntilMs = Arrays.copyOf(restUntilMs, lanes);
        turns.grow(lanes);
        byAge.grow(lanes);
        // The last, since it tells whether there was the memory for all of them.
        routine = Arrays.copyOf(routine, lanes);
    }
}
