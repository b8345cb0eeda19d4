package org.cotgateway.bench.load;

/**
 * How much a round of the relay load run is.
 *
 * @param manyReceivers receivers when events go one at a time, and when one of them is stopped
 * @param flatOutReceivers receivers when the publisher goes flat out, and when it is compared with the C relay at a pace
 * @param webReceivers receivers when streams are compared with WebSocket
 * @param settleEvents events before each measurement, not measured; they fill the buffers of a client that does not read
 * @param lockstepEvents events one at a time, to each receiver
 * @param flatOutEvents events flat out, to each receiver
 * @param webFlatOutEvents the same when streams are compared with WebSocket
 * @param comparedPacedEvents paced events, to each receiver, where the gateway is compared with the C relay: so many that
 *     their 99th percentile is not one single hiccup of the machine
 * @param pacedEvents paced events elsewhere
 * @param pacedPerSecond their rate
 * @param intakeWarmUpEvents events that go to nobody, before each measurement of that
 * @param intakeEvents events that go to nobody
 * @param otherLoads whether there are more turns than those of which something is wanted: one event at a time, many
 *     publishers, events of many sizes and kinds, TAK Protocol, clients that are stopped, slow or come and go, nobody at all
 */
record RelayScale(
        int manyReceivers,
        int flatOutReceivers,
        int webReceivers,
        int settleEvents,
        int lockstepEvents,
        int flatOutEvents,
        int webFlatOutEvents,
        int comparedPacedEvents,
        int pacedEvents,
        int pacedPerSecond,
        int intakeWarmUpEvents,
        int intakeEvents,
        boolean otherLoads) {

    /** A round takes about a minute and a half. */
    static final RelayScale FULL =
            new RelayScale(500, 300, 1_000, 10_000, 2_000, 20_000, 4_000, 2_000, 500, 100, 2_000_000, 1_000_000, true);

    /** A round takes about ten seconds. */
    static final RelayScale QUICK =
            new RelayScale(500, 300, 1_000, 1_000, 150, 2_000, 400, 100, 100, 100, 100_000, 200_000, false);

    RelayScale withOtherLoads() {
        return with(manyReceivers, flatOutReceivers, webReceivers, pacedPerSecond, true);
    }

    /** The same for so many receivers in all loads that have any. */
    RelayScale withReceivers(int receivers) {
        return with(receivers, receivers, receivers, pacedPerSecond, otherLoads);
    }

    RelayScale withRate(int perSecond) {
        return with(manyReceivers, flatOutReceivers, webReceivers, perSecond, otherLoads);
    }

    private RelayScale with(int many, int flatOut, int web, int perSecond, boolean others) {
        return new RelayScale(
                many,
                flatOut,
                web,
                settleEvents,
                lockstepEvents,
                flatOutEvents,
                webFlatOutEvents,
                comparedPacedEvents,
                pacedEvents,
                perSecond,
                intakeWarmUpEvents,
                intakeEvents,
                others);
    }

    int mostReceivers() {
        return Math.max(Math.max(manyReceivers, flatOutReceivers), webReceivers);
    }
}
