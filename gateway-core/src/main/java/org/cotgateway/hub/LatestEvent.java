package org.cotgateway.hub;

import java.util.Set;
import org.cotgateway.event.EventSummary;
import org.cotgateway.route.GroupSet;

/**
 * The newest event of one uid, as {@link LatestEvents} keeps it. Lent: filled again when another event of the uid comes, and
 * not to be used after the call that gave it. Loop-only. Times are milliseconds since 1970.
 */
public final class LatestEvent {

    private static final byte[] NO_BYTES = {};

    final String uid;
    /** Where it is found; the same as long as it is kept. */
    final int slot;

    GroupSet groups;
    String type;
    long timeMs;
    long staleMs;
    double lat;
    double lon;
    boolean isTak;
    /** The event as it came, with room behind it. */
    byte[] bytes = NO_BYTES;

    int length;

    LatestEvent(int slot, EventSummary summary, GroupSet groups) {
        this.slot = slot;
        this.uid = summary.uid();
        this.type = summary.type();
        this.groups = groups;
    }

    public String uid() {
        return uid;
    }

    public String type() {
        return type;
    }

    /** The groups that it was published to. */
    public Set<String> groups() {
        return groups.names();
    }

    /** When it was made, by its own time; when it came, if that is ahead. */
    public long timeMs() {
        return timeMs;
    }

    /** Until when it holds. */
    public long staleMs() {
        return staleMs;
    }

    /** How large it is, as it came. */
    public int sizeBytes() {
        return length;
    }

    @Override
    public String toString() {
        return type + " " + uid;
    }
}
