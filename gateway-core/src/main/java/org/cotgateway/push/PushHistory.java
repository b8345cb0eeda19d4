package org.cotgateway.push;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pushes that are under way, and those that ended last, up to so many of them and of their deliveries. Any thread. */
final class PushHistory {

    private static final int MAX_PUSHES = 1_000;

    private final int maxDeliveries;
    /** In the order in which they were begun; guarded by itself. */
    private final Map<String, Push> pushes = new LinkedHashMap<>();

    private int deliveries;

    PushHistory(int maxDeliveries) {
        this.maxDeliveries = maxDeliveries;
    }

    /** Remembers a push; the oldest that have ended are forgotten for it. */
    void add(Push push) {
        synchronized (pushes) {
            pushes.put(push.id(), push);
            deliveries += push.deliveries().size();
            Iterator<Push> oldestFirst = pushes.values().iterator();
            while ((pushes.size() > MAX_PUSHES || deliveries > maxDeliveries) && oldestFirst.hasNext()) {
                Push oldest = oldestFirst.next();
                if (oldest.hasEnded()) {
                    oldestFirst.remove();
                    deliveries -= oldest.deliveries().size();
                }
            }
        }
    }

    Optional<Push> find(String id) {
        synchronized (pushes) {
            return Optional.ofNullable(pushes.get(id));
        }
    }

    List<Push> newestFirst() {
        List<Push> all;
        synchronized (pushes) {
            all = new ArrayList<>(pushes.values());
        }
        Collections.reverse(all);
        return all;
    }
}
