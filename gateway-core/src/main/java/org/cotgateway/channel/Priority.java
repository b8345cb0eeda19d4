package org.cotgateway.channel;

import org.cotgateway.event.EventSummary;

/** Who goes first, and whether a newer event of the same uid may replace a waiting one. */
public enum Priority {
    /** Chat, emergencies, file transfers, control: goes first, is never replaced. */
    URGENT,
    /** Positions, markers, shapes: a newer one of the same uid takes the place of one that waits. */
    ROUTINE;

    /** An event's priority by its type; one that carries a file is urgent whatever its type. */
    public static Priority of(EventSummary event) {
        return event.hasFile() ? URGENT : of(event.type());
    }

    /** A type's priority: chat {@code b-t-f*}, emergency {@code b-a-*}, file {@code b-f-t-*}, control {@code t-*}. */
    public static Priority of(String type) {
        boolean urgent = type.startsWith("t-")
                || type.startsWith("b-t-f")
                || type.startsWith("b-a-")
                || type.startsWith("b-f-t-");
        return urgent ? URGENT : ROUTINE;
    }
}
