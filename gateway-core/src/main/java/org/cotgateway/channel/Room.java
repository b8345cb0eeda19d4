package org.cotgateway.channel;

/** How much an outbox holds, and may hold; of each event it is told how many bytes that is. */
final class Room {

    /** What an outbox may hold whatever others do: enough for a client that keeps up and is busy for a moment. */
    private static final int SPARED_EVENTS = 1_000;

    private static final int SPARED_BYTES = 1024 * 1024;

    private final int maxEvents;
    private final int maxBytes;
    private final WaitingEvents all;
    private int events;
    private long bytes;
    private int evictableEvents;
    private long evictableBytes;

    /** @param all those of all outboxes */
    Room(int maxEvents, int maxBytes, WaitingEvents all) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.all = all;
    }

    /** Whether there is room for one more of so many bytes, or would be if everything that may be pushed out were. */
    boolean fits(int more) {
        return events - evictableEvents + 1 <= maxEvents && bytes - evictableBytes + more <= maxBytes;
    }

    /** Whether it holds much while there is too much in all outboxes together. */
    boolean isCrowded() {
        return all.areShed() && (events > SPARED_EVENTS || bytes > SPARED_BYTES);
    }

    boolean isOver() {
        return events > maxEvents || bytes > maxBytes;
    }

    void add(int eventBytes) {
        events++;
        all.add();
        bytes += eventBytes;
    }

    void remove(int eventBytes) {
        events--;
        all.remove();
        bytes -= eventBytes;
    }

    /** An event that is held may be pushed out from now on. */
    void mayPushOut(int eventBytes) {
        evictableEvents++;
        evictableBytes += eventBytes;
    }

    /** An event that could be pushed out cannot any more. */
    void mayNotPushOut(int eventBytes) {
        evictableEvents--;
        evictableBytes -= eventBytes;
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return events + " events, " + bytes + " bytes";
    }
}
