package org.cotgateway.recording;

import java.time.Duration;

/**
 * Makes a timeline of the times of events that came one after another. It never goes back, and pauses over ten minutes are
 * taken for a clock that is wrong, or for a break that nobody wants to sit through: it does not pause there at all. Not
 * thread-safe.
 */
final class EventTimes {

    private static final long MAX_PAUSE_MS = Duration.ofMinutes(10).toMillis();

    private long atMs;
    private long latestMs;
    private boolean begun;

    /**
     * Where the next event stands on the timeline, in milliseconds since the first one.
     *
     * @param timeMs the event's time, in milliseconds since 1970
     */
    long next(long timeMs) {
        long pauseMs = timeMs - latestMs;
        if (!begun || Math.abs(pauseMs) > MAX_PAUSE_MS) {
            begun = true;
            latestMs = timeMs;
        } else if (pauseMs > 0) {
            atMs += pauseMs;
            latestMs = timeMs;
        }
        return atMs;
    }
}
