package org.cotgateway.hub;

import java.util.Set;
import java.util.function.Consumer;
import org.cotgateway.route.Subscription;

/**
 * Goes through the latest events, some at a time, so that the loop can do other things between. What is there from the
 * beginning to the end is met once; what comes, goes or changes meanwhile is met as it is then, or not. No order is
 * promised. Loop-only.
 */
public final class LatestCursor {

    private final LatestEvents events;
    private final Subscription wanted;
    private final Set<String> groups;
    private int next;

    LatestCursor(LatestEvents events, LatestFilter filter) {
        this.events = events;
        this.wanted = filter.wanted();
        this.groups = filter.groups();
    }

    /**
     * Goes on.
     *
     * @param maxLooks how many events are looked at, at most
     * @param maxEvents how many are given, at most
     * @param sink takes those that match; lent for the call
     * @return whether there may be more
     */
    public boolean next(int maxLooks, int maxEvents, long nowMs, Consumer<LatestEvent> sink) {
        int looks = 0;
        int given = 0;
        while (next < events.slots() && looks < maxLooks && given < maxEvents) {
            LatestEvent event = events.at(next++);
            looks++;
            if (event != null && event.staleMs > nowMs && matches(event, nowMs)) {
                given++;
                sink.accept(event);
            }
        }
        return next < events.slots();
    }

    private boolean matches(LatestEvent event, long nowMs) {
        return wanted.takes(event.type, event.timeMs, event.lat, event.lon, nowMs) && isOfTheGroups(event);
    }

    private boolean isOfTheGroups(LatestEvent event) {
        if (groups.isEmpty()) {
            return true;
        }
        for (String group : groups) {
            if (event.groups.names().contains(group)) {
                return true;
            }
        }
        return false;
    }
}
