package org.cotgateway.device;

import java.util.concurrent.atomic.AtomicLongArray;

/** A device's own counters: written on the loop, read anywhere. */
final class DeviceCounts {

    enum Count {
        EVENTS,
        REJECTED,
        SHOWN,
        CONTACTS,
        TRANSFERS,
        REQUESTS,
        TAKEN,
        NOT_TAKEN,
        ACKS_SENT,
        ACKS_NOT_SENT
    }

    private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);

    void increment(Count count) {
        counts.incrementAndGet(count.ordinal());
    }

    void set(Count count, long value) {
        counts.set(count.ordinal(), value);
    }

    DeviceTally tally() {
        return new DeviceTally(
                get(Count.EVENTS),
                get(Count.REJECTED),
                get(Count.SHOWN),
                get(Count.CONTACTS),
                get(Count.TRANSFERS),
                get(Count.REQUESTS),
                get(Count.TAKEN),
                get(Count.NOT_TAKEN),
                get(Count.ACKS_SENT),
                get(Count.ACKS_NOT_SENT));
    }

    private long get(Count count) {
        return counts.get(count.ordinal());
    }
}
