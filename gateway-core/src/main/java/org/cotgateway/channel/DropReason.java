package org.cotgateway.channel;

import org.cotgateway.metrics.Counter;

/** Why an event did not reach its receiver. Each reason has its counter. */
public enum DropReason {
    /** A newer event of the same uid for the same endpoint made it superfluous. */
    CONFLATED(Counter.EVENTS_CONFLATED),
    /** Its stale time passed. */
    STALE(Counter.DROPPED_STALE),
    /** Its deadline passed; the text says what the last attempt met. */
    DEADLINE(Counter.DROPPED_DEADLINE),
    /** Whoever sent it does not want it sent any more. */
    WITHDRAWN(Counter.DROPPED_WITHDRAWN),
    /** The endpoint's outbox was full. */
    FULL(Counter.DROPPED_FULL),
    /** It is over the transport's limit. */
    TOO_LARGE(Counter.DROPPED_TOO_LARGE),
    /** The endpoint's host name does not exist. */
    UNRESOLVED(Counter.DROPPED_UNRESOLVED),
    /** The endpoint cannot be sent to as it is written, for example by an interface that does not exist. */
    UNUSABLE(Counter.DROPPED_UNUSABLE),
    /** The gateway or the endpoint was closed, or the client had left. */
    CLOSED(Counter.DROPPED_CLOSED),
    /** It had been written to a connection, or was about to be, that ended before the operating system had taken it. */
    LOST(Counter.DROPPED_LOST);

    private final Counter counter;

    DropReason(Counter counter) {
        this.counter = counter;
    }

    /** What counts the events dropped for this reason. */
    public Counter counter() {
        return counter;
    }
}
