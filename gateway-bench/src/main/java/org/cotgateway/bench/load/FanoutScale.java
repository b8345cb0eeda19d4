package org.cotgateway.bench.load;

import java.util.List;

/**
 * How much a round of the fan-out load run is.
 *
 * @param receivers whose figures are compared
 * @param curve numbers of receivers that plots show, in the order of their turns: few and many, which are compared, stand
 *     next to each other, since the machine is not the same from one half minute to the next
 * @param few receivers in the comparison of costs that should not grow with them
 * @param many ten times as many
 * @param deliveries one event in each send, of a turn at {@code receivers}
 * @param curveDeliveries the same elsewhere on the plots
 * @param batchedDeliveries many in each send, of a turn
 * @param pacedCurve numbers of receivers whose latencies plots show
 * @param comparedPacedEvents paced events of a turn at {@code receivers}: so many that their 99th percentile is not one
 *     single hiccup of the machine
 * @param pacedEvents paced events of a turn elsewhere
 * @param pacedPerSecond their rate
 */
record FanoutScale(
        int receivers,
        List<Integer> curve,
        int few,
        int many,
        int deliveries,
        int curveDeliveries,
        int batchedDeliveries,
        List<Integer> pacedCurve,
        int comparedPacedEvents,
        int pacedEvents,
        int pacedPerSecond) {

    /** A round takes about two minutes. */
    static final FanoutScale FULL = new FanoutScale(
            500,
            List.of(1, 10, 300, 500, 100, 1_000),
            100,
            1_000,
            1_000_000,
            500_000,
            5_000_000,
            List.of(100, 300, 500, 1_000),
            2_000,
            500,
            100);

    /** A round takes some seven seconds. */
    static final FanoutScale QUICK = new FanoutScale(
            500, List.of(500, 100, 1_000), 100, 1_000, 100_000, 50_000, 300_000, List.of(500), 100, 100, 100);

    private static final int MOST_EVENTS = 50_000;

    /** How many events of a turn each receiver gets. */
    int events(int toReceivers, int ofDeliveries) {
        return Math.min(MOST_EVENTS, Math.max(1, ofDeliveries / toReceivers));
    }
}
