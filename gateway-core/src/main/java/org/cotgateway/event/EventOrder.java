package org.cotgateway.event;

/**
 * Which of two events of one uid is the older one, by the times that they bear.
 *
 * <p>What overtakes another event on its way does so by seconds. An event that comes later and is older by more than a minute
 * was made by a device whose clock has been set back, be it that the clock was years ahead before: it counts as newer, or
 * such a device would not be heard again for years.
 */
public final class EventOrder {

    private static final long MAX_DISORDER_MS = 60_000;

    private EventOrder() {}

    /**
     * Whether an event that comes now is older than one that came before.
     *
     * @param timeMs its time, in milliseconds since 1970
     * @param newestMs the time of the newest one that came before, same unit
     */
    public static boolean isOlder(long timeMs, long newestMs) {
        return timeMs < newestMs && newestMs - timeMs <= MAX_DISORDER_MS;
    }

    /** The time of the newest one when another has come. */
    public static long newest(long newestMs, long timeMs) {
        return isOlder(timeMs, newestMs) ? newestMs : timeMs;
    }
}
