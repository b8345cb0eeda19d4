package org.cotgateway.hub;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotgateway.channel.Receiver;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * Knows an event that comes a second time by another way: where three servers feed each other, each hears of an event by two
 * of them. Asked only while other servers are there. Loop-only.
 *
 * <p>Events are compared by what all ways leave as it is, not by their bytes: flow tags differ, and so may the protocol. Two
 * updates in one millisecond may look the same, so it is counted how often an event came by each way: it is new if by that
 * way it has come more often than it was passed on.
 */
final class OtherWays {

    /** A way that takes longer brings events of no worth; and it is not kept for longer than this. */
    private static final long MEMORY_MS = 10_000;

    private static final int MAX_EVENTS = 100_000;

    private record Key(
            String uid,
            String type,
            long timeMs,
            long staleMs,
            double lat,
            double lon,
            @Nullable String linkUid) {

        static Key of(EventSummary event) {
            return new Key(
                    event.uid(),
                    event.type(),
                    event.timeMs(),
                    event.staleMs(),
                    event.lat(),
                    event.lon(),
                    event.linkUid());
        }
    }

    private static final class Arrivals {
        final long sinceMs;
        int passedOn;
        final Map<@Nullable Receiver, Integer> byWay = new HashMap<>(4);

        Arrivals(long sinceMs) {
            this.sinceMs = sinceMs;
        }
    }

    /** The one that came first in front. */
    private final Map<Key, Arrivals> known = new LinkedHashMap<>();

    /** When ways have ended, the first in front: what came by them counts no more, and is told so when it is met. */
    private final Map<Receiver, Long> endedMs = new LinkedHashMap<>();

    /**
     * Notes an event that has come.
     *
     * @param way the receiver through which it came; null for all that nothing goes back by
     * @param ticksMs now, on a clock that is never set back
     * @return whether it has come by another way before, and is to be dropped
     */
    boolean hasCome(EventSummary event, @Nullable Receiver way, long ticksMs) {
        forget(ticksMs);
        Key key = Key.of(event);
        Arrivals arrivals = known.get(key);
        if (arrivals == null || hasEnded(arrivals)) {
            arrivals = new Arrivals(ticksMs);
            known.remove(key);
            known.put(key, arrivals);
        }
        if (arrivals.byWay.merge(way, 1, Integer::sum) <= arrivals.passedOn) {
            return true;
        }
        arrivals.passedOn++;
        return false;
    }

    /**
     * A way has ended: what came by it may come again when it is opened anew, and is shown again then.
     *
     * @param way does not come back; a new connection is another receiver
     * @param ticksMs as for {@link #hasCome}
     */
    void left(Receiver way, long ticksMs) {
        endedMs.put(way, ticksMs);
    }

    private boolean hasEnded(Arrivals arrivals) {
        return !endedMs.isEmpty() && !Collections.disjoint(arrivals.byWay.keySet(), endedMs.keySet());
    }

    private void forget(long ticksMs) {
        Iterator<Arrivals> all = known.values().iterator();
        while (all.hasNext() && (all.next().sinceMs + MEMORY_MS <= ticksMs || known.size() >= MAX_EVENTS)) {
            all.remove();
        }
        Iterator<Long> ends = endedMs.values().iterator();
        while (ends.hasNext() && ends.next() + MEMORY_MS <= ticksMs) {
            ends.remove();
        }
    }
}
