package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
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
 * only a receiver that does not keep up has the events in an outbox of its own.
 *
 * <pre>
 *   offer ─→ lane of the uid ─┬─ free ────→ batch ── end of the pass ─→ one buffer for each format ─→ receivers
 *                             └─ resting ─→ waits ── gap is over ────↗
 * </pre>
 *
 * <p>Loop-only.
 */
public final class Fanout {

    /** What is known of one uid whose event is in the batch or has just left. */
    private static final class Lane {
        final String uid;
        long newestMs;
        /** Index in the batch, or -1. */
        int index = -1;

        long restUntilMs;

        @Nullable
        EventImage waiting;

        @Nullable
        Receiver waitingFrom;

        @Nullable
        ArrayDeque<Waiting> urgent;

        Lane(String uid) {
            this.uid = uid;
        }
    }

    private record Waiting(EventImage image, @Nullable Receiver from) {}

    private final EventLoop loop;
    private final Counters counters;
    private final long gapMs;
    /** With the number of events that had been conflated for all when they joined. */
    private final Map<Receiver, Long> receivers = new LinkedHashMap<>();

    private Receiver[] members = {};
    private boolean membersChanged;
    private long conflated;

    private final Map<String, Lane> lanes = new HashMap<>();
    private final ArrayDeque<Lane> resting = new ArrayDeque<>();
    private final List<EventImage> batch = new ArrayList<>();
    private final List<@Nullable Receiver> sources = new ArrayList<>();
    private final List<Lane> batchLanes = new ArrayList<>();
    private final Encodings encodings = new Encodings();
    private boolean flushing;
    private boolean waking;

    /** @param gapMs how long after an event the next one of its uid may leave, in milliseconds */
    public Fanout(EventLoop loop, long gapMs, Counters counters) {
        this.loop = loop;
        this.gapMs = gapMs;
        this.counters = counters;
    }

    public void join(Receiver receiver) {
        assert loop.inEventLoop();
        membersChanged |= receivers.putIfAbsent(receiver, conflated) == null;
    }

    /** What is in the batch does not go to this receiver any more. */
    public void leave(Receiver receiver) {
        assert loop.inEventLoop();
        Long before = receivers.remove(receiver);
        if (before != null) {
            membersChanged = true;
            receiver.conflated(conflated - before);
        }
    }

    /** Lets every receiver know what was conflated for all of them, before they are asked for their status. */
    public void settle() {
        assert loop.inEventLoop();
        receivers.replaceAll((receiver, before) -> {
            receiver.conflated(conflated - before);
            return conflated;
        });
    }

    /** Tells for each receiver how many events wait here for it, if any do. */
    public void countWaiting(ObjIntConsumer<Receiver> counts) {
        assert loop.inEventLoop();
        Map<@Nullable Receiver, Integer> own = new HashMap<>();
        int all = batch.size();
        sources.forEach(from -> own.merge(from, 1, Integer::sum));
        for (Lane lane : lanes.values()) {
            if (lane.waiting != null) {
                all++;
                own.merge(lane.waitingFrom, 1, Integer::sum);
            }
            if (lane.urgent != null) {
                all += lane.urgent.size();
                lane.urgent.forEach(waiting -> own.merge(waiting.from(), 1, Integer::sum));
            }
        }
        for (Receiver receiver : receivers.keySet()) {
            int count = all - own.getOrDefault(receiver, 0);
            if (count > 0) {
                counts.accept(receiver, count);
            }
        }
    }

    /** Whether nobody is left. */
    public boolean isEmpty() {
        return receivers.isEmpty();
    }

    /**
     * Takes an event for all receivers but one.
     *
     * @param image lent
     * @param from whoever brought the event and does not get it back, or null
     */
    public void offer(EventImage image, @Nullable Receiver from) {
        assert loop.inEventLoop();
        EventSummary summary = image.summary();
        String uid = summary.subjectUid();
        Lane lane = lanes.get(uid);
        if (lane == null) {
            lane = new Lane(uid);
            lane.newestMs = summary.timeMs();
            lanes.put(uid, lane);
            stage(lane, image.retain(), from);
            return;
        }
        if (Priority.of(summary) == Priority.URGENT) {
            wait(lane, image, from);
        } else if (summary.timeMs() < lane.newestMs) {
            // An older one never replaces a newer one.
            countConflated();
        } else {
            replace(lane, image, from);
        }
    }

    private void replace(Lane lane, EventImage image, @Nullable Receiver from) {
        lane.newestMs = image.summary().timeMs();
        if (lane.index >= 0 && Priority.of(batch.get(lane.index).summary()) == Priority.ROUTINE) {
            batch.set(lane.index, image.retain()).release();
            sources.set(lane.index, from);
            countConflated();
            return;
        }
        if (lane.waiting != null) {
            lane.waiting.release();
            countConflated();
        }
        image.compact();
        lane.waiting = image.retain();
        lane.waitingFrom = from;
    }

    private void countConflated() {
        conflated++;
        counters.increment(Counter.EVENTS_CONFLATED);
    }

    private void wait(Lane lane, EventImage image, @Nullable Receiver from) {
        if (lane.urgent == null) {
            lane.urgent = new ArrayDeque<>(2);
        }
        image.compact();
        lane.newestMs = Math.max(lane.newestMs, image.summary().timeMs());
        lane.urgent.add(new Waiting(image.retain(), from));
    }

    private void stage(Lane lane, EventImage image, @Nullable Receiver from) {
        lane.index = batch.size();
        batch.add(image);
        sources.add(from);
        batchLanes.add(lane);
        if (!flushing) {
            flushing = true;
            // Runs when the loop has handled whatever was ready in this pass.
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        if (membersChanged) {
            members = receivers.keySet().toArray(Receiver[]::new);
            membersChanged = false;
        }
        try {
            for (Receiver receiver : members) {
                send(receiver);
            }
            for (Receiver receiver : members) {
                receiver.flush();
            }
        } finally {
            long restUntilMs = ticksMs() + gapMs;
            for (int i = 0; i < batch.size(); i++) {
                Lane lane = batchLanes.get(i);
                lane.index = -1;
                lane.restUntilMs = restUntilMs;
                resting.addLast(lane);
                batch.get(i).release();
            }
            batch.clear();
            sources.clear();
            batchLanes.clear();
            encodings.release();
        }
        wakeLater();
    }

    private void send(Receiver receiver) {
        int from = 0;
        for (int i = 0; i <= batch.size(); i++) {
            if (i == batch.size() || sources.get(i) == receiver) {
                if (from < i) {
                    send(receiver, from, i);
                }
                from = i + 1;
            }
        }
    }

    private void send(Receiver receiver, int from, int to) {
        ByteBuf bytes = encodings.of(receiver.format(), batch, from, to);
        if (bytes != null && receiver.writeNow(bytes, to - from)) {
            return;
        }
        for (int i = from; i < to; i++) {
            receiver.offer(outbound(batch.get(i), receiver));
        }
    }

    /** An event for a receiver's own outbox. */
    public static OutboundEvent outbound(EventImage image, Receiver receiver) {
        return OutboundEvent.of(image, receiver.format().edition(), OutboundEvent.NEVER_MS, SendObserver.NONE);
    }

    private void wakeLater() {
        Lane first = resting.peekFirst();
        if (first != null && !waking) {
            waking = true;
            long delayMs = Math.max(1, first.restUntilMs - ticksMs());
            loop.schedule(this::wake, delayMs, TimeUnit.MILLISECONDS);
        }
    }

    private void wake() {
        waking = false;
        long nowMs = ticksMs();
        Lane lane;
        while ((lane = resting.peekFirst()) != null && lane.restUntilMs <= nowMs) {
            resting.removeFirst();
            goOn(lane);
        }
        wakeLater();
    }

    /** A lane has rested: what waits in it goes into the next batch, and an empty one is forgotten. */
    private void goOn(Lane lane) {
        ArrayDeque<Waiting> queue = lane.urgent;
        Waiting urgent = queue == null ? null : queue.peekFirst();
        EventImage routine = lane.waiting;
        if (routine != null
                && (urgent == null
                        || routine.summary().timeMs() < urgent.image().summary().timeMs())) {
            lane.waiting = null;
            stage(lane, routine, lane.waitingFrom);
        } else if (queue != null && urgent != null) {
            queue.removeFirst();
            stage(lane, urgent.image(), urgent.from());
        } else {
            lanes.remove(lane.uid);
        }
    }

    private long ticksMs() {
        return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
    }

    /** Lets go of everything. */
    public void close() {
        assert loop.inEventLoop();
        batch.forEach(EventImage::release);
        batch.clear();
        sources.clear();
        batchLanes.clear();
        resting.clear();
        for (Lane lane : lanes.values()) {
            if (lane.waiting != null) {
                lane.waiting.release();
            }
            if (lane.urgent != null) {
                lane.urgent.forEach(waiting -> waiting.image().release());
            }
        }
        lanes.clear();
    }
}
