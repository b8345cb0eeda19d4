package org.cotgateway.channel;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.EventOrder;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one endpoint. Urgent events go first and are never replaced; of routine ones only the newest of each
 * uid is kept, in the place of the one that it replaces. Of one uid at most one event is on its way at a time, and the
 * next one leaves no sooner than a gap after it: ATAK keeps no order between connections nor inside a burst.
 *
 * <p>Bounded in events and in bytes, counting those on their way. When full, the oldest routine events make room before
 * anything is refused.
 *
 * <p>For one thread; knows neither sockets nor clocks. Times are milliseconds since 1970. Observers are told when the
 * outbox is in order again, so they may call back into it. Apart from {@link #expire} and {@link #dropAll} every
 * operation takes constant time.
 */
final class Outbox {

    private final int maxMessageBytes;
    private final Counters counters;
    private final Tally tally;
    private final Room room;
    private final Turns turns;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    /** Lanes with a waiting routine event, the oldest first. */
    private final Chain routineByAge = new Chain();

    private int underWay;
    private boolean full;
    /** No waiting event expires before this; not raised when the one that set it leaves early. */
    private long earliestExpiryMs = Long.MAX_VALUE;

    private @Nullable String trouble;
    private @Nullable String closedWhy;

    Outbox(OutboxSettings settings, Transport transport, Counters counters) {
        this.maxMessageBytes = transport.maxMessageBytes();
        this.counters = counters;
        this.tally = new Tally(counters);
        this.room = new Room(settings.maxEvents(), settings.maxBytes());
        this.turns =
                new Turns(transport == Transport.UDP ? 0 : settings.sameUidGap().toMillis());
    }

    /**
     * Takes the event over, whatever the outcome.
     *
     * @param protocol in which it would be written now, which tells whether it is too large
     */
    OfferOutcome offer(OutboundEvent event, WireProtocol protocol, long nowMs) {
        counters.increment(Counter.EVENTS_OFFERED);
        if (closedWhy != null) {
            return refuse(event, OfferOutcome.CLOSED, DropReason.CLOSED, closedWhy);
        }
        // What is not nearly too large is not encoded before it is written.
        if (event.bytes() > maxMessageBytes) {
            int bytes = event.encode(protocol);
            if (bytes > maxMessageBytes) {
                return refuse(event, OfferOutcome.TOO_LARGE, DropReason.TOO_LARGE, tooLarge(bytes));
            }
        }
        DropReason expired = event.expired(nowMs);
        if (expired != null) {
            event.droppedExpired(expired, trouble, tally);
            return expired == DropReason.STALE ? OfferOutcome.STALE : OfferOutcome.DEADLINE;
        }
        Lane lane = lanes.get(event.uid());
        boolean routine = event.priority() == Priority.ROUTINE;
        if (routine && lane != null && lane.hasSeenNewerThan(event.timeMs())) {
            return refuse(event, OfferOutcome.SUPERSEDED, DropReason.CONFLATED, "a newer event of this uid is ahead");
        }
        OutboundEvent old = lane == null ? null : replacedBy(event, lane);
        if (!room.fits(event)) {
            full = true;
            return refuse(event, OfferOutcome.FULL, DropReason.FULL, "the outbox is full with " + room);
        }
        if (lane == null) {
            lane = new Lane(event.uid());
            lanes.put(event.uid(), lane);
        }
        insert(event, lane, old);
        List<OutboundEvent> pushedOut = room.isOver() ? pushOut(event) : List.of();
        if (old != null) {
            old.dropped(DropReason.CONFLATED, "replaced by a newer event", tally);
        }
        for (OutboundEvent victim : pushedOut) {
            victim.dropped(DropReason.FULL, "pushed out of a full outbox", tally);
        }
        return old == null ? OfferOutcome.QUEUED : OfferOutcome.REPLACED;
    }

    /**
     * The next event that may leave, now on its way, or null. What is found expired or too large is dropped. Each event
     * taken comes back by {@link #done}, {@link #putBack} or {@link #retryLater}.
     *
     * @param protocol in which it is written
     */
    @Nullable
    OutboundEvent take(WireProtocol protocol, long nowMs) {
        turns.wake(nowMs, this::settle);
        Lane lane;
        while ((lane = turns.next()) != null) {
            OutboundEvent urgent = lane.pollUrgent();
            OutboundEvent event = urgent != null ? urgent : removeRoutine(lane);
            turns.remove(lane);
            DropReason expired = event.expired(nowMs);
            int bytes = 0;
            String unwritable = null;
            try {
                bytes = expired == null ? event.encode(protocol) : 0;
            } catch (IllegalArgumentException | IllegalStateException refused) {
                unwritable = "it cannot be written in this form: " + refused.getMessage();
            }
            if (expired == null && unwritable == null && bytes <= maxMessageBytes) {
                lane.underWay = event;
                underWay++;
                return event;
            }
            room.remove(event);
            settle(lane);
            if (unwritable != null) {
                event.dropped(DropReason.UNUSABLE, unwritable, tally);
            } else if (expired == null) {
                event.dropped(DropReason.TOO_LARGE, tooLarge(bytes), tally);
            } else {
                event.droppedExpired(expired, trouble, tally);
            }
        }
        return null;
    }

    /** The event was sent or dropped; the next one of its uid may follow after the gap. */
    void done(OutboundEvent event, long nowMs) {
        Lane lane = arrived(event);
        full = false;
        room.remove(event);
        turns.rest(lane, nowMs);
        settle(lane);
    }

    /**
     * The event comes back unsent and goes first, unless it is over or a newer one waits: then it is dropped.
     *
     * @return whether it was kept
     */
    boolean putBack(OutboundEvent event, long nowMs) {
        return comeBack(event, nowMs, true);
    }

    /**
     * The event comes back after an attempt that failed and goes last, unless it is over or a newer one waits: then it is
     * dropped.
     *
     * @return whether it was kept
     */
    boolean retryLater(OutboundEvent event, long nowMs) {
        return comeBack(event, nowMs, false);
    }

    /** Drops every waiting event that is over. Does nothing as long as none can be. */
    void expire(long nowMs) {
        if (nowMs < earliestExpiryMs) {
            return;
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
        for (OutboundEvent event : expired) {
            DropReason reason = event.expired(nowMs);
            event.droppedExpired(reason == null ? DropReason.STALE : reason, trouble, tally);
        }
    }

    /** Drops everything that waits. */
    void dropAll(DropReason reason, String why) {
        dropAll(reason, why, null);
    }

    private void dropAll(DropReason reason, String why, @Nullable String waitedFor) {
        List<OutboundEvent> dropped = new ArrayList<>();
        for (Iterator<Lane> all = lanes.values().iterator(); all.hasNext(); ) {
            Lane lane = all.next();
            OutboundEvent urgent;
            while ((urgent = lane.pollUrgent()) != null) {
                dropped.add(urgent);
            }
            if (lane.routine != null) {
                dropped.add(removeRoutine(lane));
            }
            turns.remove(lane);
            if (lane.isEmpty()) {
                all.remove();
            }
        }
        earliestExpiryMs = Long.MAX_VALUE;
        dropped.forEach(room::remove);
        for (OutboundEvent event : dropped) {
            event.droppedWaiting(reason, why, waitedFor, tally);
        }
    }

    /**
     * Drops everything that waits, and from now on everything that is offered or comes back. What waited says what kept it
     * waiting.
     */
    void close(String why) {
        closedWhy = why;
        dropAll(DropReason.CLOSED, why, trouble);
    }

    /** What keeps the endpoint from being reached, for the reports of events that wait in vain; null when nothing does. */
    void setTrouble(@Nullable String why) {
        trouble = why;
    }

    @Nullable
    String trouble() {
        return trouble;
    }

    /** Whether {@link #take} would find something, apart from what is over. */
    boolean hasReady(long nowMs) {
        turns.wake(nowMs, this::settle);
        return turns.next() != null;
    }

    /** Whether it holds nothing, not even the memory of an event that has just left. */
    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Whether these may be written past it: nothing waits or is on its way, and none of their uids has just left. */
    boolean mayBePassedBy(List<EventImage> events, int from, int to) {
        if (lanes.isEmpty()) {
            return true;
        }
        if (room.events() > 0) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lanes.containsKey(events.get(i).summary().subjectUid())) {
                return false;
            }
        }
        return true;
    }

    /** Whether an event had to be refused or pushed out since something was last taken. */
    boolean isFull() {
        return full;
    }

    /** Counts what becomes of the events; its owner's connection counts there, too. */
    Tally tally() {
        return tally;
    }

    /** How its owner is doing, who says the rest. */
    ReceiverStatus status(String name, Transport transport, WireProtocol protocol, String state, int failures) {
        return new ReceiverStatus(
                name,
                transport,
                protocol.isXml() ? "xml" : "tak1",
                state,
                tally.connectedSince(),
                failures,
                trouble,
                new ReceiverStatus.Queue(
                        waiting(), underWay + tally.eventsInChannel(), bytes() + tally.bytesInChannel()),
                tally.traffic());
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

    private String tooLarge(int bytes) {
        return bytes + " bytes are over the limit of " + maxMessageBytes;
    }

    private OfferOutcome refuse(OutboundEvent event, OfferOutcome outcome, DropReason reason, String why) {
        event.dropped(reason, why, tally);
        return outcome;
    }

    /** The waiting event that this one makes superfluous, or null. */
    private static @Nullable OutboundEvent replacedBy(OutboundEvent event, Lane lane) {
        OutboundEvent waiting = lane.routine;
        return waiting != null && !EventOrder.isOlder(event.timeMs(), waiting.timeMs()) ? waiting : null;
    }

    private void insert(OutboundEvent event, Lane lane, @Nullable OutboundEvent old) {
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
    }

    /** Removes the oldest routine events until the bounds hold, sparing the one that has just been added. */
    private List<OutboundEvent> pushOut(OutboundEvent spared) {
        full = true;
        List<OutboundEvent> victims = new ArrayList<>(1);
        while (room.isOver()) {
            Lane oldest = routineByAge.first();
            if (oldest != null && oldest.routine == spared) {
                oldest = routineByAge.after(oldest.age);
            }
            if (oldest == null) {
                throw new IllegalStateException("nothing left to push out: " + room);
            }
            OutboundEvent victim = removeRoutine(oldest);
            room.remove(victim);
            victims.add(victim);
            settle(oldest);
        }
        return victims;
    }

    private boolean comeBack(OutboundEvent event, long nowMs, boolean first) {
        Lane lane = arrived(event);
        DropReason over = closedWhy != null ? DropReason.CLOSED : event.expired(nowMs);
        boolean routine = event.priority() == Priority.ROUTINE;
        if (over == null && routine && (lane.routine != null || lane.hasUrgentSince(event.timeMs()))) {
            over = DropReason.CONFLATED;
        }
        if (over != null) {
            room.remove(event);
            settle(lane);
            dropReturned(event, over);
            return false;
        }
        earliestExpiryMs = Math.min(earliestExpiryMs, event.expiresMs());
        if (routine) {
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
        return true;
    }

    private void dropReturned(OutboundEvent event, DropReason reason) {
        switch (reason) {
            case STALE, DEADLINE -> event.droppedExpired(reason, trouble, tally);
            case CONFLATED -> event.dropped(reason, "replaced by a newer event", tally);
            default -> event.droppedWaiting(reason, closedWhy == null ? "closed" : closedWhy, trouble, tally);
        }
    }

    /** The event is not on its way any more. */
    private Lane arrived(OutboundEvent event) {
        Lane lane = lanes.get(event.uid());
        if (lane == null || lane.underWay != event) {
            throw new IllegalStateException("event " + event.uid() + " is not on its way");
        }
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
