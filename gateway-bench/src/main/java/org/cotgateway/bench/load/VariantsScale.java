package org.cotgateway.bench.load;

/**
 * How much a round of the variants' load run is.
 *
 * @param flatOutReceivers receivers when the publisher goes flat out
 * @param pacedReceivers receivers when it keeps a pace
 * @param firstEvents events one at a time and flat out, to a third of the receivers, before all measurements
 * @param settleEvents events before each measurement, not measured
 * @param flatOutEvents events flat out, to each receiver
 * @param pacedEvents paced events, to each receiver
 * @param pacedPerSecond their rate
 */
record VariantsScale(
        int flatOutReceivers,
        int pacedReceivers,
        int firstEvents,
        int settleEvents,
        int flatOutEvents,
        int pacedEvents,
        int pacedPerSecond) {

    /** A variant's turns take about seven seconds of each round. */
    static final VariantsScale FULL = new VariantsScale(300, 500, 10_000, 2_000, 10_000, 300, 100);

    /** Three. */
    static final VariantsScale QUICK = new VariantsScale(300, 500, 4_000, 500, 2_000, 100, 100);

    int mostReceivers() {
        return Math.max(flatOutReceivers, pacedReceivers);
    }
}
