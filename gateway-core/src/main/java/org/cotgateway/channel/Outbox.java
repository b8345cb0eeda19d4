package org.cotgateway.channel;

import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
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
 * <p>For one thread; knows neither sockets nor clocks. Times are milliseconds since 1970. What it holds is in its queue;
 * here is decided what becomes of each event, and its observer told. Observers are told when the
 * outbox is in order again, so they may call back into it. Apart from {@link #expire} and {@link #dropAll} every
 * operation takes constant time, but for tables that grow and shrink, now and then.
 */
final class Outbox {

    private final int maxMessageBytes;
    private final Counters counters;
    private final Tally tally;
    private final OutboxQueue queue;
    private boolean full;
    private @Nullable String trouble;
    private @Nullable String closedWhy;

    /** @param all the events of all outboxes */
    Outbox(OutboxSettings settings, Transport transport, WaitingEvents all, Counters counters) {
        this.maxMessageBytes = transport.maxMessageBytes();
        this.counters = counters;
        this.tally = new Tally(counters);
        this.queue = new OutboxQueue(
                new Room(settings.maxEvents(), settings.maxBytes(), all),
                transport == Transport.UDP ? 0 : settings.sameUidGap().toMillis());
    }

    /**
     * Takes the event over, whatever the outcome: it is not to be used any more, but by its observer.
     *
     * @param protocol in which it would be written now, which tells whether it is too large
     */
    OfferOutcome offer(OutboundEvent event, WireProtocol protocol, long nowMs) {
        counters.increment(Counter.EVENTS_OFFERED);
        event.taken();
        if (closedWhy != null) {
            return refuse(event, OfferOutcome.CLOSED, DropReason.CLOSED, closedWhy);
        }
        // What is not nearly too large is not encoded before it is written.
        int encodedBytes = event.bytes() > maxMessageBytes ? encode(event, protocol) : 0;
        if (encodedBytes > maxMessageBytes) {
            return refuse(event, OfferOutcome.TOO_LARGE, DropReason.TOO_LARGE, tooLarge(encodedBytes));
        }
        DropReason expired = event.expired(nowMs);
        if (expired != null) {
            event.droppedExpired(expired, trouble, tally);
            return expired == DropReason.STALE ? OfferOutcome.STALE : OfferOutcome.DEADLINE;
        }
        int lane = queue.lane(event.uid());
        boolean known = lane != Lanes.NONE;
        if (known && event.priority() == Priority.ROUTINE && queue.hasSeenNewerThan(lane, event.timeMs())) {
            return refuse(event, OfferOutcome.SUPERSEDED, DropReason.CONFLATED, "a newer event of this uid is ahead");
        }
        if (!queue.fits(event)) {
            full = true;
            return refuse(event, OfferOutcome.FULL, DropReason.FULL, "the outbox is full with " + queue);
        }
        boolean replaces = known && queue.replaces(event, lane);
        OutboundEvent old = null;
        if (replaces) {
            old = queue.replace(event, lane);
        } else {
            queue.insert(event, lane);
        }
        List<OutboundEvent> pushedOut = queue.makeRoom(event, !replaces);
        full |= !pushedOut.isEmpty();
        if (old != null) {
            old.dropped(DropReason.CONFLATED, "replaced by a newer event", tally);
        } else if (replaces) {
            tally.dropped(DropReason.CONFLATED);
        }
        for (OutboundEvent victim : pushedOut) {
            victim.dropped(DropReason.FULL, "pushed out of a full outbox", tally);
        }
        return replaces ? OfferOutcome.REPLACED : OfferOutcome.QUEUED;
    }

    /**
     * Whether an event may be written past it, in that form: nothing is held, and it would be taken and leave as the next.
     * What was written so is then to be told by {@link #passedBy}.
     */
    boolean mayBePassedBy(OutboundEvent event, WireProtocol protocol, long nowMs) {
        if (closedWhy != null || !queue.isEmpty() || event.expired(nowMs) != null) {
            return false;
        }
        int encodedBytes = encode(event, protocol);
        return encodedBytes > 0 && encodedBytes <= maxMessageBytes;
    }

    /** An event was offered and has left past it. */
    void passedBy(OutboundEvent event, long nowMs) {
        counters.increment(Counter.EVENTS_OFFERED);
        event.taken();
        full = false;
        event.attempting();
        event.sent(nowMs, tally);
    }

    /** How large it is in that form; 0 if it cannot be written in it, which {@link #take} tells when its turn comes. */
    private static int encode(OutboundEvent event, WireProtocol protocol) {
        try {
            return event.encode(protocol);
        } catch (IllegalArgumentException | IllegalStateException unwritable) {
            return 0;
        }
    }

    /**
     * The next event that may leave, now on its way, or null. What is found expired or too large is dropped. Each event
     * taken comes back by {@link #done}, {@link #putBack} or {@link #retryLater}.
     *
     * @param protocol in which it is written
     */
    @Nullable
    OutboundEvent take(WireProtocol protocol, long nowMs) {
        OutboundEvent event;
        while ((event = queue.take(nowMs)) != null) {
            DropReason expired = event.expired(nowMs);
            int bytes = 0;
            String unwritable = null;
            try {
                bytes = expired == null ? event.encode(protocol) : 0;
            } catch (IllegalArgumentException | IllegalStateException refused) {
                unwritable = "it cannot be written in this form: " + refused.getMessage();
            }
            if (expired == null && unwritable == null && bytes <= maxMessageBytes) {
                return event;
            }
            queue.forget(event);
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

    /**
     * Events have just left past it of which it was not told: nothing follows until the gap after them is over, its own or
     * that of whoever sent them, whichever is longer.
     */
    void rest(long nowMs, long gapMs) {
        queue.rest(nowMs, gapMs);
    }

    /** The event was sent or dropped; the next one of its uid may follow after the gap. */
    void done(OutboundEvent event, long nowMs) {
        queue.leave(event, nowMs);
        full = false;
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
        for (OutboundEvent event : queue.removeExpired(nowMs)) {
            DropReason reason = event.expired(nowMs);
            event.droppedExpired(reason == null ? DropReason.STALE : reason, trouble, tally);
        }
    }

    /** Drops everything that waits. */
    void dropAll(DropReason reason, String why) {
        dropAll(reason, why, null);
    }

    private void dropAll(DropReason reason, String why, @Nullable String waitedFor) {
        for (OutboundEvent event : queue.removeWaiting()) {
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
        return queue.hasReady(nowMs);
    }

    /** Whether it holds nothing, not even the memory of an event that has just left. */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether these may be written past it: nothing waits or is on its way, and none of their uids has just left. */
    boolean mayBePassedBy(List<EventImage> events, int from, int to) {
        return queue.mayBePassedBy(events, from, to);
    }

    /** Whether an event had to be refused or pushed out since one was last done with. */
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
                protocol.label(),
                state,
                tally.connectedSince(),
                failures,
                trouble,
                queue(),
                tally.traffic());
    }

    /** What waits, and what is on its way past it too. */
    ReceiverStatus.Queue queue() {
        return new ReceiverStatus.Queue(
                waiting(), underWay() + tally.eventsInChannel(), bytes() + tally.bytesInChannel());
    }

    int waiting() {
        return queue.waiting();
    }

    int underWay() {
        return queue.underWay();
    }

    long bytes() {
        return queue.bytes();
    }

    private String tooLarge(int bytes) {
        return bytes + " bytes are over the limit of " + maxMessageBytes;
    }

    private OfferOutcome refuse(OutboundEvent event, OfferOutcome outcome, DropReason reason, String why) {
        event.dropped(reason, why, tally);
        return outcome;
    }

    private boolean comeBack(OutboundEvent event, long nowMs, boolean first) {
        DropReason over = closedWhy != null ? DropReason.CLOSED : event.expired(nowMs);
        if (over == null && queue.isOutdated(event)) {
            over = DropReason.CONFLATED;
        }
        if (over != null) {
            queue.forget(event);
            dropReturned(event, over);
            return false;
        }
        queue.comeBack(event, first);
        return true;
    }

    private void dropReturned(OutboundEvent event, DropReason reason) {
        switch (reason) {
            case STALE, DEADLINE, WITHDRAWN -> event.droppedExpired(reason, trouble, tally);
            case CONFLATED -> event.dropped(reason, "replaced by a newer event", tally);
            default -> event.droppedWaiting(reason, closedWhy == null ? "closed" : closedWhy, trouble, tally);
        }
    }
}
