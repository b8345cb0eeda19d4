package org.cotgateway.channel;

/**
 * How many datagrams an endpoint is given at once: so many in each tick. One for all endpoints, since looking after each of
 * hundreds at every tick costs as much as a datagram. Times are milliseconds since 1970. Loop-only.
 */
final class DatagramPace {

    private final int maxBurst;
    private long tickMs;

    DatagramPace(int maxBurst, long nowMs) {
        this.maxBurst = maxBurst;
        this.tickMs = nowMs;
    }

    int maxBurst() {
        return maxBurst;
    }

    /** When the tick began that this is. */
    long tickMs() {
        return tickMs;
    }

    void beginTick(long nowMs) {
        // Never the same as the one before, whatever becomes of the clock.
        tickMs = nowMs == tickMs ? nowMs + 1 : nowMs;
    }
}
