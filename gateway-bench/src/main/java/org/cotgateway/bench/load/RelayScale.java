package org.cotgateway.bench.load;

/**
 * How much a round of the relay load run is.
 *
 * @param manyReceivers receivers when events go one at a time and when they are paced
 * @param flatOutReceivers receivers when the publisher goes flat out
 * @param webReceivers receivers when streams are compared with WebSocket
 * @param settleEvents events before each measurement, not measured; they fill the buffers of a client that does not read
 * @param lockstepEvents events one at a time, to each receiver
 * @param flatOutEvents events flat out, to each receiver
 * @param pacedEvents paced events, to each receiver
 * @param pacedPerSecond their rate
 * @param intakeWarmUpEvents events that go to nobody, before each measurement of that
 * @param intakeEvents events that go to nobody
 */
record RelayScale(
        int manyReceivers,
        int flatOutReceivers,
        int webReceivers,
        int settleEvents,
        int lockstepEvents,
        int flatOutEvents,
        int pacedEvents,
        int pacedPerSecond,
        int intakeWarmUpEvents,
        int intakeEvents) {

    /** A round takes about three quarters of a minute. */
    static final RelayScale FULL =
            new RelayScale(500, 300, 1_000, 10_000, 2_000, 20_000, 500, 100, 2_000_000, 1_000_000);

    int mostReceivers() {
        return Math.max(Math.max(manyReceivers, flatOutReceivers), webReceivers);
    }
}
