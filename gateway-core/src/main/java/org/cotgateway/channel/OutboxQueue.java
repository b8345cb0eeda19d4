package org.cotgateway.channel;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.EventOrder;
import org.jspecify.annotations.Nullable;

/**
 * The events that an outbox holds, by uid, by turn and by age, and the room that they take, those on their way included.
 * It knows which event is next and which have to go, and never tells anybody: whoever asks has the events told.
 *
 * <p>For one thread. Apart from {@link #removeExpired} and {@link #removeWaiting} every operation takes constant time.
 */
final class OutboxQueue {

    private static final int SHED_FOR_ONE = 2;

    private final Room room;
    private final Turns turns;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    /** Lanes with a waiting routine event, the oldest first. */
    private final Chain routineByAge = new Chain();

    private int underWay;
    /** No waiting event expires before this; not raised when the one that set it leaves early. */
    private long earliestExpiryMs = Long.MAX_VALUE;

    OutboxQueue(Room room, Turns turns) {
        this.room = room;
        this.turns = turns;
    }

    /** What is known of a uid; null if nothing is held of it, not even the memory of an event that has just left. */
    @Nullable
    Lane lane(String uid) {
        return lanes.get(uid);
    }

    /**
     * The waiting event that this one makes superfluous, or null. An urgent one does whatever the clocks say, since it is going to
     * overtake it: what is deleted would be back.
     */
    static @Nullable OutboundEvent replacedBy(OutboundEvent event, Lane lane) {
        OutboundEvent waiting = lane.routine;
        boolean older = waiting != null
                && event.priority() == Priority.ROUTINE
                && EventOrder.isOlder(event.timeMs(), waiting.timeMs());
        return older ? null : waiting;
    }

    /** Whether there is room for one more, or would be if everything that may be pushed out were. */
    boolean fits(OutboundEvent event) {
        return room.fits(event);
    }

    /**
     * Lets an event wait.
     *
     * @param known the lane of its uid, or null
     * @param old what it replaces, which is removed; or null
     * @return what had to make room for it, the oldest first
     */
    List<OutboundEvent> insert(OutboundEvent event, @Nullable Lane known, @Nullable OutboundEvent old) {
        Lane lane = known;
        if (lane == null) {
            lane = new Lane(event.uid());
            lanes.put(event.uid(), lane);
        }
        room.add(event);
        lane.saw(event);
        earliestExpiryMs = Math.min(earliestExpiryMs, event.expiresMs());
        if (event.priority() == Priority.URGENT) {
            if (old != null) {
                removeRoutine(lane);
            }
            lane.addUrgent(event);
        } else if (old != null) {
            // In the old one's place, also among the ages.
            room.mayNotPushOut(old);
            addRoutine(lane, event);
        } else {
            addRoutine(lane, event);
            routineByAge.addLast(lane.age);
        }
        if (old != null) {
            room.remove(old);
        }
        turns.update(lane);
        if (room.isOver()) {
            return pushOut(event);
        }
        return old == null && room.isCrowded() ? shed(event) : List.of();
    }

    /** Removes the oldest routine events until the bounds hold, sparing the one that has just been added. */
    private List<OutboundEvent> pushOut(OutboundEvent spared) {
        List<OutboundEvent> victims = new ArrayList<>(1);
        while (room.isOver()) {
            if (!pushOutOldest(spared, victims)) {
                throw new IllegalStateException("nothing left to push out: " + room);
            }
        }
        return victims;
    }

    /** Removes a few of the oldest routine events, if there are any, so that it becomes smaller with each that is added. */
    private List<OutboundEvent> shed(OutboundEvent spared) {
        List<OutboundEvent> victims = new ArrayList<>(SHED_FOR_ONE);
        while (victims.size() < SHED_FOR_ONE && pushOutOldest(spared, victims)) {
            // One more is gone.
        }
        return victims;
    }

    private boolean pushOutOldest(OutboundEvent spared, List<OutboundEvent> victims) {
        Lane oldest = routineByAge.first();
        if (oldest != null && oldest.routine == spared) {
            oldest = routineByAge.after(oldest.age);
        }
        if (oldest == null) {
            return false;
        }
        OutboundEvent victim = removeRoutine(oldest);
        room.remove(victim);
        victims.add(victim);
        settle(oldest);
        return true;
    }

    /** Whether {@link #take} would find something. */
    boolean hasReady(long nowMs) {
        turns.wake(nowMs, this::settle);
        return turns.next() != null;
    }

    /**
     * The next event that may leave, now on its way, or null. Each comes back by {@link #leave}, {@link #forget} or
     * {@link #comeBack}.
     */
    @Nullable
    OutboundEvent take(long nowMs) {
        turns.wake(nowMs, this::settle);
        Lane lane = turns.next();
        if (lane == null) {
            return null;
        }
        OutboundEvent urgent = lane.pollUrgent();
        OutboundEvent event = urgent != null ? urgent : removeRoutine(lane);
        turns.remove(lane);
        lane.underWay = event;
        underWay++;
        return event;
    }

    /** The event is over; the next one of its uid may follow after the gap. */
    void leave(OutboundEvent event, long nowMs) {
        Lane lane = arrived(event);
        room.remove(event);
        turns.rest(lane, nowMs);
        settle(lane);
    }

    /** The event is over, and nothing of it has left: the next one of its uid may follow at once. */
    void forget(OutboundEvent event) {
        Lane lane = arrived(event);
        room.remove(event);
        settle(lane);
    }

    /** Whether an event that is on its way need not come back, since one of its uid waits, which has come later. */
    boolean isOutdated(OutboundEvent event) {
        Lane lane = laneUnderWay(event);
        return event.priority() == Priority.ROUTINE && (lane.routine != null || lane.hasUrgent());
    }

    /** An event that is on its way waits again; if it is a routine one, no other of its uid does. */
    void comeBack(OutboundEvent event, boolean first) {
        Lane lane = arrived(event);
        earliestExpiryMs = Math.min(earliestExpiryMs, event.expiresMs());
        if (event.priority() == Priority.ROUTINE) {
            addRoutine(lane, event);
            routineByAge.addFirst(lane.age);
        } else {
            lane.addUrgentFirst(event);
        }
        if (first) {
            turns.putFirst(lane);
        } else {
            turns.update(lane);
        }
    }

    /** Removes every waiting event that is over. Looks at nothing as long as none can be. */
    List<OutboundEvent> removeExpired(long nowMs) {
        if (nowMs < earliestExpiryMs) {
            return List.of();
        }
        List<OutboundEvent> expired = new ArrayList<>();
        long earliest = Long.MAX_VALUE;
        for (Iterator<Lane> all = lanes.values().iterator(); all.hasNext(); ) {
            Lane lane = all.next();
            lane.removeExpiredUrgent(nowMs, expired::add);
            OutboundEvent routine = lane.routine;
            if (routine != null && routine.expired(nowMs) != null) {
                expired.add(removeRoutine(lane));
            }
            earliest = Math.min(earliest, lane.earliestExpiryMs());
            turns.update(lane);
            if (lane.isEmpty()) {
                all.remove();
            }
        }
        earliestExpiryMs = earliest;
        expired.forEach(room::remove);
        return expired;
    }

    /** Removes everything that waits. */
    List<OutboundEvent> removeWaiting() {
        List<OutboundEvent> removed = new ArrayList<>();
        for (Iterator<Lane> all = lanes.values().iterator(); all.hasNext(); ) {
            Lane lane = all.next();
            OutboundEvent urgent;
            while ((urgent = lane.pollUrgent()) != null) {
                removed.add(urgent);
            }
            if (lane.routine != null) {
                removed.add(removeRoutine(lane));
            }
            turns.remove(lane);
            if (lane.isEmpty()) {
                all.remove();
            }
        }
        earliestExpiryMs = Long.MAX_VALUE;
        removed.forEach(room::remove);
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
            if (lanes.containsKey(events.get(i).summary().subjectUid())) {
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

    private Lane laneUnderWay(OutboundEvent event) {
        Lane lane = lanes.get(event.uid());
        if (lane == null || lane.underWay != event) {
            throw new IllegalStateException("event " + event.uid() + " is not on its way");
        }
        return lane;
    }

    /** The event is not on its way any more. */
    private Lane arrived(OutboundEvent event) {
        Lane lane = laneUnderWay(event);
        lane.underWay = null;
        underWay--;
        return lane;
    }

    private void addRoutine(Lane lane, OutboundEvent event) {
        lane.routine = event;
        room.mayPushOut(event);
    }

    private OutboundEvent removeRoutine(Lane lane) {
        OutboundEvent event = lane.routine;
        if (event == null) {
            throw new IllegalStateException("no routine event of " + lane.uid + " waits");
        }
        lane.routine = null;
        lane.age.unlink();
        room.mayNotPushOut(event);
        return event;
    }

    /** Gives a lane the turn that it is due now; an empty one is forgotten. */
    private void settle(Lane lane) {
        turns.update(lane);
        if (lane.isEmpty()) {
            lanes.remove(lane.uid);
        }
    }
}
