package org.cotgateway.channel;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.EventOrder;
import org.jspecify.annotations.Nullable;

/**
 * The events that an outbox holds, by uid, by turn and by age, and the room that they take, those on their way included.
 * It knows which event is next and which have to go, and never tells anybody: whoever asks has the events told.
 *
 * <p>For one thread. Apart from {@link #removeExpired} and {@link #removeWaiting} every operation takes constant time,
 * but for tables that grow and shrink, now and then.
 */
final class OutboxQueue {

    private static final int SHED_FOR_ONE = 2;

    private final Room room;
    private final Lanes lanes = new Lanes();
    private final Turns turns;
    private int underWay;
    /** No waiting event expires before this; not raised when the one that set it leaves early. */
    private long earliestExpiryMs = Long.MAX_VALUE;

    /** @param gapMs how long after an event of a uid the next one may follow */
    OutboxQueue(Room room, long gapMs) {
        this.room = room;
        this.turns = new Turns(lanes, gapMs);
    }

    /** The lane of a uid; {@link Lanes#NONE} if nothing is held of it, not even the memory of an event that has just left. */
    int lane(String uid) {
        return lanes.find(uid);
    }

    /** Whether a routine event of that lane newer than that has been here. */
    boolean hasSeenNewerThan(int lane, long timeMs) {
        return lanes.hasSeenNewerThan(lane, timeMs);
    }

    /**
     * Whether an event makes the one superfluous that waits in a lane. An urgent one does whatever the clocks say, since it
     * is going to overtake it: what is deleted would be back.
     */
    boolean replaces(OutboundEvent event, int lane) {
        return lanes.hasRoutine(lane)
                && (event.priority() == Priority.URGENT
                        || !EventOrder.isOlder(event.timeMs(), lanes.routineTimeMs(lane)));
    }

    /** Whether there is room for one more, or would be if everything that may be pushed out were. */
    boolean fits(OutboundEvent event) {
        return room.fits(event.bytes());
    }

    /**
     * Lets an event wait that replaces none; {@link #makeRoom} follows.
     *
     * @param known the lane of its uid, or {@link Lanes#NONE}
     */
    void insert(OutboundEvent event, int known) {
        int lane = known == Lanes.NONE ? lanes.add(event.uid()) : known;
        come(event, lane);
        if (event.priority() == Priority.URGENT) {
            lanes.addUrgent(lane, event);
        } else {
            addRoutine(lane, event, true);
        }
        turns.update(lane);
    }

    /**
     * Lets an event wait in the place of the one that it {@link #replaces}; {@link #makeRoom} follows.
     *
     * @return what it replaces; null if that was a plain one, which nobody is told of, and is released
     */
    @Nullable
    OutboundEvent replace(OutboundEvent event, int lane) {
        int oldBytes = lanes.routineBytes(lane);
        room.mayNotPushOut(oldBytes);
        come(event, lane);
        OutboundEvent old;
        if (event.priority() == Priority.URGENT) {
            old = lanes.replaceByUrgent(lane, event);
        } else {
            old = lanes.replaceRoutine(lane, event);
            room.mayPushOut(event.bytes());
        }
        room.remove(oldBytes);
        turns.update(lane);
        return old;
    }

    private void come(OutboundEvent event, int lane) {
        room.add(event.bytes());
        lanes.saw(lane, event);
        earliestExpiryMs = Math.min(earliestExpiryMs, event.expiresMs());
    }

    /**
     * Removes what has to make room for an event that has just come, the oldest first.
     *
     * @param oneMore whether there is one more than there were
     */
    List<OutboundEvent> makeRoom(OutboundEvent event, boolean oneMore) {
        boolean over = room.isOver();
        if (!over && !(oneMore && room.isCrowded())) {
            return List.of();
        }
        int spared = event.priority() == Priority.ROUTINE ? lanes.find(event.uid()) : Lanes.NONE;
        List<OutboundEvent> victims = new ArrayList<>(SHED_FOR_ONE);
        if (over) {
            while (room.isOver()) {
                if (!pushOutOldest(spared, victims)) {
                    throw new IllegalStateException("nothing left to push out: " + room);
                }
            }
            lanes.trim();
            return victims;
        }
        // A few, so that it becomes smaller with each that comes.
        while (victims.size() < SHED_FOR_ONE && pushOutOldest(spared, victims)) {
            // One more is gone.
        }
        lanes.trim();
        return victims;
    }

    private boolean pushOutOldest(int spared, List<OutboundEvent> victims) {
        int oldest = lanes.oldestRoutineBut(spared);
        if (oldest == Lanes.NONE) {
            return false;
        }
        OutboundEvent victim = removeRoutine(oldest);
        room.remove(victim.bytes());
        victims.add(victim);
        settle(oldest);
        return true;
    }

    /** Whether {@link #take} would find something. */
    boolean hasReady(long nowMs) {
        wake(nowMs);
        return turns.next() != Lanes.NONE;
    }

    /**
     * The next event that may leave, now on its way, or null. Each comes back by {@link #leave}, {@link #forget} or
     * {@link #comeBack}.
     */
    @Nullable
    OutboundEvent take(long nowMs) {
        wake(nowMs);
        int lane = turns.next();
        if (lane == Lanes.NONE) {
            return null;
        }
        OutboundEvent urgent = lanes.pollUrgent(lane);
        OutboundEvent event = urgent != null ? urgent : removeRoutine(lane);
        turns.taken(lane);
        lanes.setUnderWay(lane, event);
        underWay++;
        return event;
    }

    /** The event is over; the next one of its uid may follow after the gap. */
    void leave(OutboundEvent event, long nowMs) {
        int lane = arrived(event);
        room.remove(event.bytes());
        turns.rest(lane, nowMs);
        settle(lane);
        lanes.trim();
    }

    /** The event is over, and nothing of it has left: the next one of its uid may follow at once. */
    void forget(OutboundEvent event) {
        int lane = arrived(event);
        room.remove(event.bytes());
        settle(lane);
        lanes.trim();
    }

    /** Whether an event that is on its way need not come back, since one of its uid waits, which has come later. */
    boolean isOutdated(OutboundEvent event) {
        int lane = laneUnderWay(event);
        return event.priority() == Priority.ROUTINE && (lanes.hasRoutine(lane) || lanes.hasUrgent(lane));
    }

    /** An event that is on its way waits again; if it is a routine one, no other of its uid does. */
    void comeBack(OutboundEvent event, boolean first) {
        int lane = arrived(event);
        earliestExpiryMs = Math.min(earliestExpiryMs, event.expiresMs());
        if (event.priority() == Priority.ROUTINE) {
            addRoutine(lane, event, false);
        } else {
            lanes.addUrgentFirst(lane, event);
        }
        if (first) {
            turns.putFirst(lane);
        } else {
            turns.update(lane);
        }
    }

    /** Removes every waiting event that is over, in any order. Looks at nothing as long as none can be. */
    List<OutboundEvent> removeExpired(long nowMs) {
        if (nowMs < earliestExpiryMs) {
            return List.of();
        }
        List<OutboundEvent> expired = new ArrayList<>();
        long earliest = Long.MAX_VALUE;
        for (int lane = 0; lane < lanes.end(); lane++) {
            if (lanes.exists(lane)) {
                lanes.removeExpiredUrgent(lane, nowMs, expired::add);
                if (lanes.isRoutineExpired(lane, nowMs)) {
                    expired.add(removeRoutine(lane));
                }
                earliest = Math.min(earliest, lanes.earliestExpiryMs(lane));
                settle(lane);
            }
        }
        earliestExpiryMs = earliest;
        lanes.trim();
        expired.forEach(event -> room.remove(event.bytes()));
        return expired;
    }

    /** Removes everything that waits, in any order. */
    List<OutboundEvent> removeWaiting() {
        List<OutboundEvent> removed = new ArrayList<>();
        for (int lane = 0; lane < lanes.end(); lane++) {
            if (lanes.exists(lane)) {
                OutboundEvent urgent;
                while ((urgent = lanes.pollUrgent(lane)) != null) {
                    removed.add(urgent);
                }
                if (lanes.hasRoutine(lane)) {
                    removed.add(removeRoutine(lane));
                }
                settle(lane);
            }
        }
        earliestExpiryMs = Long.MAX_VALUE;
        lanes.trim();
        removed.forEach(event -> room.remove(event.bytes()));
        return removed;
    }

    /** Nothing has a turn until a gap from now is over, its own or this one. */
    void rest(long nowMs, long gapMs) {
        turns.restAll(nowMs, gapMs);
    }

    /** Whether it holds nothing, not even the memory of an event that has just left. */
    boolean isEmpty() {
        return lanes.isEmpty() && !turns.allRest();
    }

    /** Whether these may be written past it: nothing waits or is on its way, and none of their uids has just left. */
    boolean mayBePassedBy(List<EventImage> events, int from, int to) {
        if (isEmpty()) {
            return true;
        }
        if (room.events() > 0 || turns.allRest()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lanes.find(events.get(i).summary().subjectUid()) != Lanes.NONE) {
                return false;
            }
        }
        return true;
    }

    int waiting() {
        return room.events() - underWay;
    }

    int underWay() {
        return underWay;
    }

    long bytes() {
        return room.bytes();
    }

    /** How much it holds, for a reason. */
    @Override
    public String toString() {
        return room.toString();
    }

    private void wake(long nowMs) {
        turns.wake(nowMs, this::settle);
        lanes.trim();
    }

    private int laneUnderWay(OutboundEvent event) {
        int lane = lanes.find(event.uid());
        if (lane == Lanes.NONE || lanes.underWay(lane) != event) {
            throw new IllegalStateException("event " + event.uid() + " is not on its way");
        }
        return lane;
    }

    /** The event is not on its way any more. */
    private int arrived(OutboundEvent event) {
        int lane = laneUnderWay(event);
        lanes.setUnderWay(lane, null);
        underWay--;
        return lane;
    }

    private void addRoutine(int lane, OutboundEvent event, boolean youngest) {
        lanes.putRoutine(lane, event, youngest);
        room.mayPushOut(event.bytes());
    }

    private OutboundEvent removeRoutine(int lane) {
        OutboundEvent event = lanes.removeRoutine(lane);
        room.mayNotPushOut(event.bytes());
        return event;
    }

    /** Gives a lane the turn that it is due now; an empty one is forgotten. */
    private void settle(int lane) {
        turns.update(lane);
        lanes.removeIfEmpty(lane);
    }
}
