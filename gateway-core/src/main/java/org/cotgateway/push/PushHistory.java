package org.cotgateway.push;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/**
 * The pushes that are under way, and those that ended last, up to so many of them, of their deliveries and of bytes. What is
 * under way counts and is never forgotten. Any thread.
 */
final class PushHistory {

    private static final int MAX_PUSHES = 1_000;

    private final int maxDeliveries;
    private final long maxBytes;
    private final Counters counters;
    /** In the order in which they were begun; guarded by itself, as is all below. */
    private final Map<String, Remembered> pushes = new LinkedHashMap<>();

    private int deliveries;
    private long bytes;
    private int over;

    /** A push, and what it was last found to take. */
    private record Remembered(Push push, long bytes, boolean isOver) {}

    PushHistory(int maxDeliveries, long maxBytes, Counters counters) {
        this.maxDeliveries = maxDeliveries;
        this.maxBytes = maxBytes;
        this.counters = counters;
    }

    /** Remembers a push that begins. */
    void add(Push push) {
        synchronized (pushes) {
            Remembered begun = new Remembered(push, push.bytes(), false);
            pushes.put(push.id(), begun);
            deliveries += push.deliveries().size();
            bytes += begun.bytes();
            makeRoom(push);
        }
    }

    /** A push is over, and may be forgotten for the next one that begins or ends. */
    void over(Push push) {
        synchronized (pushes) {
            Remembered begun = pushes.get(push.id());
            if (begun != null && !begun.isOver()) {
                Remembered ended = new Remembered(push, push.bytes(), true);
                pushes.put(push.id(), ended);
                bytes += ended.bytes() - begun.bytes();
                over++;
                makeRoom(push);
            }
        }
    }

    /** A push has not begun after all. */
    void remove(Push push) {
        synchronized (pushes) {
            Remembered begun = pushes.remove(push.id());
            if (begun != null) {
                forget(begun);
            }
        }
    }

    Optional<Push> find(String id) {
        synchronized (pushes) {
            return Optional.ofNullable(pushes.get(id)).map(Remembered::push);
        }
    }

    List<Push> newestFirst() {
        List<Push> all = new ArrayList<>();
        synchronized (pushes) {
            pushes.values().forEach(remembered -> all.add(remembered.push()));
        }
        Collections.reverse(all);
        return all;
    }

    /** Forgets of those that are over the ones begun first, but not the one that it is done for. */
    private void makeRoom(Push spared) {
        Iterator<Remembered> oldestFirst = pushes.values().iterator();
        while (over > 0 && isFull() && oldestFirst.hasNext()) {
            Remembered oldest = oldestFirst.next();
            if (oldest.isOver() && oldest.push() != spared) {
                oldestFirst.remove();
                forget(oldest);
                counters.increment(Counter.PUSHES_FORGOTTEN);
            }
        }
    }

    private boolean isFull() {
        return pushes.size() > MAX_PUSHES || deliveries > maxDeliveries || bytes > maxBytes;
    }

    private void forget(Remembered remembered) {
        deliveries -= remembered.push().deliveries().size();
        bytes -= remembered.bytes();
        over -= remembered.isOver() ? 1 : 0;
    }
}
