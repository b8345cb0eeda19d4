package org.cotgateway.channel.fanout;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.OfferOutcome;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Priority;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * Receivers that get the same events. What is offered during one pass of the event loop lies in one batch; at the end of
 * the pass it goes to each receiver in one write, encoded once for each format.
 *
 * <p>Of one uid there is at most one event in a batch, and the next one follows no sooner than a gap later, as ATAK keeps
 * no order inside a burst. Until then of routine events only the newest is kept. That is decided once for all receivers;
 * only a receiver that does not keep up has the events in an outbox of its own. What is for one of the receivers alone
 * waits its turn here and leaves by that one's outbox.
 *
 * <pre>
 *   offer ─→ lane of the uid ─┬─ free ────→ batch ── end of the pass ─→ one buffer for each format ─→ receivers
 *                             └─ resting ─→ waits ─┬─ the gap is over: what is urgent, or for one alone
 *                                                  └─ the interval is over: what is routine
 * </pre>
 *
 * <p>Loop-only. A write may end a receiver's connection, and with it change who is there or close this, at any time.
 */
public final class Fanout {

    private final EventLoop loop;
    private final Counters counters;
    private final long gapMs;
    private final long intervalMs;
    private final FanoutMembers members = new FanoutMembers();
    private final BatchWriter writer;
    private final Map<String, FanoutLane> lanes = new HashMap<>();
    private final FanoutWaiting waiting = new FanoutWaiting(lanes.values());
    /** Lanes whose next event may not leave at all. */
    private final LanePause resting;
    /** Lanes in which nothing waits but what is routine. */
    private final LanePause spaced;
    /** What leaves at the end of this pass, and room for what is offered while that is written. */
    private Batch batch = new Batch();

    private Batch spare = new Batch();
    private boolean flushing;
    private boolean sending;
    private boolean closed;

    /**
     * @param gapMs how long after an event the next one of its uid may leave, in milliseconds
     * @param intervalMs how long after an event the next routine one of its uid may leave; no less than the gap
     * @param oversize told of what goes to all and is too large for some
     */
    public Fanout(EventLoop loop, long gapMs, long intervalMs, Counters counters, OversizeObserver oversize) {
        this.loop = loop;
        this.gapMs = gapMs;
        this.intervalMs = intervalMs;
        this.counters = counters;
        this.writer = new BatchWriter(loop, members, counters, oversize);
        this.resting = new LanePause(loop, gapMs, this::hasRested);
        this.spaced = new LanePause(loop, intervalMs, lane -> goOn(lane, true));
    }

    /** Takes a receiver in for what is offered from now on: what was offered before, and may still wait, is for the others. */
    public void join(Receiver receiver) {
        assert loop.inEventLoop();
        if (!batch.isEmpty() && !sending) {
            send();
        }
        members.join(receiver);
    }

    /**
     * Lets a receiver go. What waits for it goes into its outbox at once: it may only change over to another audience, where
     * nobody knows what has left for it just now. If it is closed, that is where it is dropped and counted.
     */
    public void leave(Receiver receiver) {
        assert loop.inEventLoop();
        int joined = members.leave(receiver);
        if (joined > 0) {
            if (!resting.isEmpty()) {
                receiver.rest(gapMs);
            }
            handOver(receiver, joined);
        }
    }

    /** Lets every receiver know what was conflated and refused for all of them, before they are asked for their status. */
    public void settle() {
        assert loop.inEventLoop();
        members.settle();
    }

    /** Tells for each receiver how many events wait here for it, if any do. */
    public void countWaiting(ObjIntConsumer<Receiver> counts) {
        assert loop.inEventLoop();
        waiting.count(batch, members, counts);
    }

    /** Whether nobody is left. */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /**
     * Takes an event for all receivers but one.
     *
     * @param image lent
     * @param from whoever brought the event and does not get it back, or null
     */
    public void offer(EventImage image, @Nullable Receiver from) {
        assert loop.inEventLoop();
        if (closed) {
            return;
        }
        EventSummary summary = image.summary();
        String uid = summary.subjectUid();
        FanoutLane lane = lanes.get(uid);
        if (lane == null) {
            lane = new FanoutLane(uid);
            lanes.put(uid, lane);
            lane.saw(summary);
            stage(lane, image.retain(), from, members.joins());
        } else if (Priority.of(summary) == Priority.URGENT) {
            if (lane.isFullForAll()) {
                count(Counter.DROPPED_FULL, members.refused(from));
            } else {
                enqueue(lane, FanoutLane.forAll(image, from, members.joins()));
            }
        } else if (lane.hasSeenNewerThan(summary.timeMs())) {
            countConflated(from, members.joins());
        } else {
            lane.saw(summary);
            replace(lane, image, from);
        }
    }

    /**
     * Takes an event over for one receiver alone, whatever the outcome. It goes into that one's outbox: at once, unless an
     * event of the uid is in the batch or has just left. Then it keeps its place behind that, and the gap.
     *
     * @param to in this audience, or just about to leave it
     */
    public void offerTo(OutboundEvent event, Receiver to) {
        assert loop.inEventLoop();
        FanoutLane lane = lanes.get(event.uid());
        if (lane == null || (lane.isEmpty() && spaced.contains(lane)) || members.joined(to) == 0) {
            give(event, to);
        } else if (lane.isFullForOne(members.all().size())) {
            refuse(event, to, DropReason.FULL, "too many events of its uid wait for their turn");
        } else {
            enqueue(lane, new FanoutLane.ForOne(event, to));
        }
    }

    /** What no outbox has taken is dropped. */
    private void refuse(OutboundEvent event, Receiver to, DropReason reason, String why) {
        if (event.refused(reason, why)) {
            to.dropped(reason, 1);
            count(reason.counter(), 1);
        }
    }

    /**
     * Offers an event to one receiver, whose trouble must not cost others what waits behind it.
     *
     * @return whether it may be offered more: false if it is closed
     */
    private boolean give(OutboundEvent event, Receiver to) {
        try {
            return to.offer(event) != OfferOutcome.CLOSED;
        } catch (RuntimeException | OutOfMemoryError trouble) {
            writer.hasFailed(to, trouble);
            refuse(event, to, DropReason.LOST, "giving it to its outbox failed");
            return true;
        }
    }

    private void replace(FanoutLane lane, EventImage image, @Nullable Receiver from) {
        if (lane.index >= 0
                && !lane.hasQueue()
                && Priority.of(batch.image(lane.index).summary()) == Priority.ROUTINE) {
            countConflated(batch.source(lane.index), lane.joins);
            batch.replace(lane.index, image.retain(), from, members.joins());
            return;
        }
        FanoutLane.ForAll replaced = lane.putRoutine(image, from, members.joins());
        if (replaced != null) {
            countConflated(replaced.from(), replaced.joins());
        }
    }

    /** An event that would have gone to all who had joined by then, but the one whom it came from. */
    private void countConflated(@Nullable Receiver from, int joins) {
        count(Counter.EVENTS_CONFLATED, members.conflated(from, joins));
    }

    /** Events that come to no outbox, which else counts that they were offered. */
    private void count(Counter dropped, int events) {
        counters.add(Counter.EVENTS_OFFERED, events);
        counters.add(dropped, events);
    }

    private void enqueue(FanoutLane lane, FanoutLane.Waiting event) {
        lane.enqueue(event);
        if (spaced.remove(lane)) {
            goOn(lane, false);
        }
    }

    private void stage(FanoutLane lane, EventImage image, @Nullable Receiver from, int joins) {
        batch.add(lane, image, from, joins);
        if (!flushing) {
            flushing = true;
            // Runs when the loop has handled whatever was ready in this pass.
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        if (!batch.isEmpty()) {
            send();
        }
    }

    private void send() {
        sending = true;
        Batch leaving = batch;
        batch = spare;
        spare = leaving;
        leaving.seal();
        try {
            writer.write(leaving);
        } finally {
            sending = false;
            if (!closed) {
                rest(leaving);
            }
            leaving.release();
        }
    }

    private void rest(Batch left) {
        long nowMs = TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
        for (int i = 0; i < left.size(); i++) {
            FanoutLane lane = left.lane(i);
            lane.leftMs = nowMs;
            resting.add(lane);
        }
        resting.start();
    }

    /** An event for a receiver's own outbox. */
    public static OutboundEvent outbound(EventImage image, Receiver receiver) {
        return OutboundEvent.of(image, receiver.format().edition(), OutboundEvent.NEVER_MS, SendObserver.NONE);
    }

    private void hasRested(FanoutLane lane) {
        goOn(lane, intervalMs <= gapMs);
    }

    /** What waits in a lane goes into the next batch, or to the one whom it is for; an empty lane is forgotten. */
    private void goOn(FanoutLane lane, boolean routineMayLeave) {
        FanoutLane.Waiting next;
        while ((next = lane.poll(routineMayLeave)) != null) {
            if (next instanceof FanoutLane.ForAll forAll) {
                stage(lane, forAll.image(), forAll.from(), forAll.joins());
                return;
            }
            // Its outbox sees to what follows: while it waits there, nothing is written past it.
            FanoutLane.ForOne alone = (FanoutLane.ForOne) next;
            give(alone.event(), alone.to());
        }
        if (closed) {
            return;
        }
        if (routineMayLeave) {
            lanes.remove(lane.uid);
        } else {
            spaced.add(lane);
            spaced.start();
        }
    }

    private void handOver(Receiver receiver, int joined) {
        List<FanoutLane.Waiting> left = waiting.takeFor(receiver, joined, batch);
        try {
            boolean takes = true;
            int untaken = 0;
            for (FanoutLane.Waiting each : left) {
                if (each instanceof FanoutLane.ForOne alone) {
                    give(alone.event(), receiver);
                } else if (takes && each instanceof FanoutLane.ForAll forAll) {
                    takes = give(outbound(forAll.image(), receiver), receiver);
                } else {
                    // Whoever is closed takes none of the others either, and many may leave at once.
                    untaken++;
                }
            }
            receiver.dropped(DropReason.CLOSED, untaken);
            count(Counter.DROPPED_CLOSED, untaken);
        } finally {
            left.forEach(FanoutLane.Waiting::release);
        }
    }

    /** Lets everybody go, with what waits for them, and takes nothing more. */
    public void close() {
        assert loop.inEventLoop();
        closed = true;
        List.copyOf(members.all()).forEach(this::leave);
        batch.release();
        resting.clear();
        spaced.clear();
        lanes.values().forEach(FanoutLane::release);
        lanes.clear();
    }
}
