package org.cotgateway.feed;

import org.cotgateway.event.CotEvent;

/** How an event's times stand to when it came. */
public enum EventTiming {
    /** It holds now. */
    CURRENT,
    /** It was stale already: nobody sees it on a map. */
    STALE,
    /** Its time is later than now by more than a minute: a clock is wrong, or a time zone. */
    AHEAD;

    private static final long MAX_AHEAD_MS = 60_000;

    static EventTiming of(CotEvent event, long arrivalMs) {
        if (event.timeMs() - arrivalMs > MAX_AHEAD_MS) {
            return AHEAD;
        }
        return event.staleMs() <= arrivalMs ? STALE : CURRENT;
    }
}
