package org.cotgateway.route;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * older one by the event's own time does not replace a newer one ({@link EventOrder}). A time that has not come yet counts
 * as the time of arrival: a device whose clock was ahead is believed again as soon as it is set right.
 *
 * <p>There may be tens of thousands, so whatever looks at many of them does so bit by bit: each has a slot, in which its next
 * word takes the place of the one before, and slots are looked at so many at a time.
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

    private final List<@Nullable Kept<R, E>> slots = new ArrayList<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    /** Where {@link #sweep} goes on. */
    private int swept;

    /**
     * One contact's last word; {@code reached} are the groups of this and of those before it that came through the receiver,
     * {@code timeMs} is its time, or that of its arrival if it was ahead.
     */
    private record Kept<R, E>(
            R via, GroupSet senderGroups, GroupSet reached, EventSummary summary, E event, long timeMs, int slot) {

        boolean isStale(long nowMs) {
            return summary.staleMs() <= nowMs;
        }

        Kept<R, E> through(R receiver, GroupSet groups, GroupSet nowReached) {
            return new Kept<>(receiver, groups, nowReached, summary, event, timeMs, slot);
        }

        Heard<R> heard() {
            return new Heard<>(via, summary, reached);
        }
    }

    /**
     * What a contact last said of itself.
     *
     * @param via the receiver through which it came
     * @param reached the groups that this and what it said before through that receiver was published to, but for those that
     *     it was {@link #withdrawn} from
     */
    public record Heard<R>(R via, EventSummary summary, GroupSet reached) {}

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
        int slot = former == null ? freeSlot() : former.slot;
        if (former != null) {
            unlink(former);
        }
        GroupSet reached = former != null && former.via.equals(via) ? former.reached.or(senderGroups) : senderGroups;
        Kept<R, E> oldest = putIn(new Kept<>(via, senderGroups, reached, summary, event, timeMs, slot));
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

    /** What a contact last said of itself; null if nothing is kept. */
    public @Nullable Heard<R> heard(String uid) {
        Kept<R, E> kept = byUid.get(uid);
        return kept == null ? null : kept.heard();
    }

    /** The same for the contact in a slot, from 0 to {@link #slots}; null if it is free. */
    public @Nullable Heard<R> at(int slot) {
        Kept<R, E> kept = slots.get(slot);
        return kept == null ? null : kept.heard();
    }

    /**
     * What was last heard of a contact through one receiver counts as heard through another, as long as that is there, if it
     * was published to groups that are that one's, too: to these alone. Whether it was.
     *
     * @param groups those that the other publishes to
     */
    public boolean handOver(String uid, R from, R to, GroupSet groups) {
        Kept<R, E> kept = byUid.get(uid);
        if (kept == null || !kept.via.equals(from) || !kept.senderGroups.meets(groups)) {
            return false;
        }
        GroupSet both = kept.senderGroups.and(groups);
        unlink(kept);
        Kept<R, E> oldest = putIn(kept.through(to, both, both));
        if (oldest != null) {
            fallenOut.accept(oldest.event);
        }
        return true;
    }

    /**
     * A contact has left for all but these groups: who comes new is shown what it said to them alone.
     *
     * @param via nothing is done if it was last heard through another
     * @param groups those that the receiver publishes to now, and that are to be told when it leaves
     */
    public void withdrawn(R via, String uid, GroupSet groups) {
        Kept<R, E> kept = byUid.get(uid);
        Map<String, Kept<R, E>> through = byReceiver.get(via);
        if (kept != null && through != null && kept.via.equals(via)) {
            Kept<R, E> narrowed = kept.through(via, kept.senderGroups.and(groups), groups);
            byUid.put(uid, narrowed);
            through.put(uid, narrowed);
            slots.set(kept.slot, narrowed);
        }
    }

    /**
     * Drops what is stale among the next so many slots, and begins anew after the last: with all of them looked at within
     * some seconds nothing stale is kept for longer. How many fell out.
     */
    public int sweep(int maxLooks, long nowMs) {
        int before = byUid.size();
        for (int looks = Math.min(maxLooks, slots.size()); looks > 0; looks--) {
            swept = swept < slots.size() ? swept : 0;
            Kept<R, E> kept = slots.get(swept++);
            if (kept != null && kept.isStale(nowMs)) {
                takeOut(kept);
                fallenOut.accept(kept.event);
            }
        }
        return before - byUid.size();
    }

    /** How many slots there are to look at. */
    public int slots() {
        return slots.size();
    }

    /**
     * Gives a newcomer what is kept of the others in the next so many slots, of each contact one event, in no order. What is
     * stale, what came through the newcomer itself or through somebody who has left the router, and what the newcomer's
     * groups or its subscription do not allow is left out. The events stay kept. A contact that is heard for the first time
     * while somebody goes from slot to slot may be left out.
     *
     * @param newcomer a receiver of that router
     * @param fromSlot the first to look at
     * @param sink takes the events; may not call back
     * @return the slot to go on from; {@link #slots} if all have been looked at
     */
    public int replay(
            R newcomer, int fromSlot, int maxLooks, Router<R, ?> router, long nowMs, Consumer<? super E> sink) {
        int to = (int) Math.min(slots.size(), (long) fromSlot + maxLooks);
        for (int slot = fromSlot; slot < to; slot++) {
            Kept<R, E> kept = slots.get(slot);
            if (kept != null
                    && !kept.via.equals(newcomer)
                    && !kept.isStale(nowMs)
                    && router.audienceOf(kept.via) != null
                    && router.allows(kept.senderGroups, newcomer, kept.summary, nowMs)) {
                sink.accept(kept.event);
            }
        }
        return to;
    }

    /** What is kept of the contacts that were last heard through a receiver, so many at most; a copy. */
    public List<Heard<R>> via(R receiver, int max) {
        Map<String, Kept<R, E>> through = byReceiver.get(receiver);
        return through == null
                ? List.of()
                : through.values().stream().limit(max).map(Kept::heard).toList();
    }

    /** Lets everything fall out. */
    public void clear() {
        List<Kept<R, E>> all = List.copyOf(byUid.values());
        byUid.clear();
        byReceiver.clear();
        slots.clear();
        freeSlots.clear();
        all.forEach(kept -> fallenOut.accept(kept.event));
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
        slots.set(fresh.slot, fresh);
        return oldest;
    }

    private int freeSlot() {
        Integer free = freeSlots.pollLast();
        if (free != null) {
            return free;
        }
        slots.add(null);
        return slots.size() - 1;
    }

    private void takeOut(Kept<R, E> kept) {
        unlink(kept);
        byUid.remove(kept.summary.uid());
        slots.set(kept.slot, null);
        freeSlots.addLast(kept.slot);
    }

    /** Takes it out of what came through its receiver; another takes its place, or its slot is let go. */
    private void unlink(Kept<R, E> kept) {
        Map<String, Kept<R, E>> through = byReceiver.get(kept.via);
        if (through != null) {
            through.remove(kept.summary.uid());
            if (through.isEmpty()) {
                byReceiver.remove(kept.via);
            }
        }
    }
}
