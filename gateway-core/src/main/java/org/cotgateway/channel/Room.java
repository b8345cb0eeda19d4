package org.cotgateway.channel;

/** How much an outbox holds, and may hold. */
final class Room {

    private final int maxEvents;
    private final int maxBytes;
    private int events;
    private long bytes;
    private int evictableEvents;
    private long evictableBytes;

    Room(int maxEvents, int maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** Whether there is room for one more, or would be if everything that may be pushed out were. */
    boolean fits(OutboundEvent event) {
        return events - evictableEvents + 1 <= maxEvents && bytes - evictableBytes + event.bytes() <= maxBytes;
    }

    boolean isOver() {
        return events > maxEvents || bytes > maxBytes;
    }

    void add(OutboundEvent event) {
        events++;
        bytes += event.bytes();
    }

    void remove(OutboundEvent event) {
        events--;
        bytes -= event.bytes();
    }

    /** An event that is held may be pushed out from now on. */
    void mayPushOut(OutboundEvent event) {
        evictableEvents++;
        evictableBytes += event.bytes();
    }

    /** An event that could be pushed out cannot any more. */
    void mayNotPushOut(OutboundEvent event) {
        evictableEvents--;
        evictableBytes -= event.bytes();
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
