package org.cotgateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cotgateway.event.EventOrder;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * The last that each contact said of itself, for those who come new: TAK Server replays the last event with a
 * {@code contact@endpoint} of each connected client.
 *
 * <p>Kept by uid, with the receiver through which it came; one that came through another receiver since takes its place. An
 * older one by the event's own time does not replace a newer one ({@link EventOrder}). A time that has not come yet counts as the time of
 * arrival: a device whose clock was ahead is believed again as soon as it is set right.
 *
 * <p>For one thread, the event loop. Whoever calls {@link #remember} hands over an event and gets it back through the
 * consumer given to the constructor, once, as soon as it is kept no longer. That consumer may not call back. Times are
 * milliseconds since 1970.
 *
 * @param <R> the receivers
 * @param <E> the caller's events
 */
public final class LatestContacts<R, E> {

    private final int maxPerReceiver;
    private final Consumer<? super E> fallenOut;
    private final Map<String, Kept<R, E>> byUid = new HashMap<>();
    /** For each receiver what came through it, what came longest ago first. */
    private final Map<R, Map<String, Kept<R, E>>> byReceiver = new HashMap<>();

    /** One contact's last word; {@code timeMs} is its time, or that of its arrival if it was ahead. */
    private record Kept<R, E>(R via, GroupSet senderGroups, EventSummary summary, E event, long timeMs) {

        boolean isStale(long nowMs) {
            return summary.staleMs() <= nowMs;
        }
    }

    /** Whether an event was taken over. */
    public enum Outcome {
        /** It is kept; the one that it replaces has fallen out. */
        KEPT,
        /** It names no endpoint, so it is no contact's word of itself, or it is addressed to somebody. */
        NOT_FOR_ALL,
        /** It does not hold any more. */
        STALE_ALREADY,
        /** A newer one is kept. */
        OLDER
    }

    /**
     * Keeps nothing yet.
     *
     * @param maxPerReceiver how many contacts are kept for each receiver, at least 1; beyond that the one that said nothing
     *     for the longest time falls out
     * @param fallenOut takes each event that is kept no longer
     */
    public LatestContacts(int maxPerReceiver, Consumer<? super E> fallenOut) {
        if (maxPerReceiver < 1) {
            throw new IllegalArgumentException("at least 1 contact is kept for a receiver: " + maxPerReceiver);
        }
        this.maxPerReceiver = maxPerReceiver;
        this.fallenOut = fallenOut;
    }

    /**
     * Keeps an event if it is the last word of a contact. Only if the outcome is {@link Outcome#KEPT} it is taken over;
     * otherwise it stays the caller's.
     *
     * @param via the receiver through which it came
     * @param senderGroups the groups that it was published to
     */
    public Outcome remember(EventSummary summary, E event, R via, GroupSet senderGroups, long nowMs) {
        String endpoint = summary.endpoint();
        if (endpoint == null || endpoint.isEmpty() || !summary.dests().isEmpty()) {
            return Outcome.NOT_FOR_ALL;
        }
        if (summary.staleMs() <= nowMs) {
            return Outcome.STALE_ALREADY;
        }
        long timeMs = Math.min(summary.timeMs(), nowMs);
        Kept<R, E> former = byUid.get(summary.uid());
        if (former != null && EventOrder.isOlder(timeMs, former.timeMs) && !former.isStale(nowMs)) {
            return Outcome.OLDER;
        }
        Kept<R, E> fresh = new Kept<>(via, senderGroups, summary, event, timeMs);
        if (former != null) {
            takeOut(former);
        }
        Kept<R, E> oldest = putIn(fresh);
        if (former != null) {
            fallenOut.accept(former.event);
        }
        if (oldest != null) {
            fallenOut.accept(oldest.event);
        }
        return Outcome.KEPT;
    }

    /** A contact has left, or was deleted, through the receiver that last heard of it. Whether it was kept. */
    public boolean gone(R via, String uid) {
        Kept<R, E> kept = byUid.get(uid);
        if (kept == null || !kept.via.equals(via)) {
            return false;
        }
        takeOut(kept);
        fallenOut.accept(kept.event);
        return true;
    }

    /**
     * What was last heard of a contact through one receiver counts as heard through another, as long as that is there.
     *
     * @param senderGroups the groups that it counts as published to from now on
     */
    public void handOver(String uid, R from, R to, GroupSet senderGroups) {
        Kept<R, E> kept = byUid.get(uid);
        if (kept != null && kept.via.equals(from)) {
            takeOut(kept);
            Kept<R, E> oldest = putIn(new Kept<>(to, senderGroups, kept.summary, kept.event, kept.timeMs));
            if (oldest != null) {
                fallenOut.accept(oldest.event);
            }
        }
    }

    /** A receiver has left: what came through it falls out. What that was, so that the others can be told who left. */
    public List<EventSummary> left(R receiver) {
        Map<String, Kept<R, E>> through = byReceiver.remove(receiver);
        if (through == null) {
            return List.of();
        }
        List<EventSummary> summaries = new ArrayList<>(through.size());
        for (Kept<R, E> kept : through.values()) {
            byUid.remove(kept.summary.uid());
            summaries.add(kept.summary);
        }
        through.values().forEach(kept -> fallenOut.accept(kept.event));
        return summaries;
    }

    /** Drops what is stale; looks at everything that is kept, so once in some seconds is enough. How many fell out. */
    public int expire(long nowMs) {
        List<Kept<R, E>> stale =
                byUid.values().stream().filter(kept -> kept.isStale(nowMs)).toList();
        stale.forEach(this::takeOut);
        stale.forEach(kept -> fallenOut.accept(kept.event));
        return stale.size();
    }

    /**
     * Gives a newcomer what is kept of the others, of each contact one event, in no order. What is stale, what came through
     * the newcomer itself and what its groups or its subscription do not allow is left out. The events stay kept.
     *
     * @param newcomer a receiver of that router
     * @param sink takes the events; may not call back
     */
    public void replayTo(R newcomer, Router<R, ?> router, long nowMs, Consumer<? super E> sink) {
        for (Kept<R, E> kept : byUid.values()) {
            if (!kept.via.equals(newcomer)
                    && !kept.isStale(nowMs)
                    && router.allows(kept.senderGroups, newcomer, kept.summary, nowMs)) {
                sink.accept(kept.event);
            }
        }
    }

    /** What is kept of the contacts that were last heard through a receiver; a copy. */
    public List<EventSummary> via(R receiver) {
        Map<String, Kept<R, E>> through = byReceiver.get(receiver);
        return through == null
                ? List.of()
                : through.values().stream().map(Kept::summary).toList();
    }

    /** How many contacts there are. */
    public int size() {
        return byUid.size();
    }

    /** What falls out to make room, or null. */
    private @Nullable Kept<R, E> putIn(Kept<R, E> fresh) {
        Map<String, Kept<R, E>> through = byReceiver.computeIfAbsent(fresh.via, unused -> new LinkedHashMap<>());
        Kept<R, E> oldest = null;
        if (through.size() == maxPerReceiver) {
            oldest = through.values().iterator().next();
            takeOut(oldest);
        }
        // With room for one only, taking out the oldest has let the receiver's map go.
        byReceiver.put(fresh.via, through);
        through.put(fresh.summary.uid(), fresh);
        byUid.put(fresh.summary.uid(), fresh);
        return oldest;
    }

    private void takeOut(Kept<R, E> kept) {
        String uid = kept.summary.uid();
        byUid.remove(uid);
        Map<String, Kept<R, E>> through = byReceiver.get(kept.via);
        if (through != null) {
            through.remove(uid);
            if (through.isEmpty()) {
                byReceiver.remove(kept.via);
            }
        }
    }
}
