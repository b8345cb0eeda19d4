package org.cotgateway.bench.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The test of Mann, Whitney and Wilcoxon: how likely two sets of measurements would be ranked as unevenly as these, if the
 * same thing had been measured twice. It asks nothing of how they are distributed, and one outlier does not sway it.
 */
final class RankTest {

    /** Of more measurements than these the sum of ranks is as good as normally distributed. */
    private static final int MOST_EXACT = 60;

    private RankTest() {}

    /** How likely, from either side; 1 says that nothing speaks for a difference. At least one measurement each. */
    static double likelihood(double[] some, double[] others) {
        int[] ranks = doubledRanks(some, others);
        int sum = Arrays.stream(ranks, 0, some.length).sum();
        return ranks.length <= MOST_EXACT
                ? exact(ranks, some.length, sum)
                : approximate(ranks, some.length, others.length, sum);
    }

    /** The least that it can come to for so many: what never gets low enough is too few. */
    static double least(int some, int others) {
        return likelihood(
                DoubleStream.iterate(0, value -> value + 1).limit(some).toArray(),
                DoubleStream.iterate(some, value -> value + 1).limit(others).toArray());
    }

    /** Twice the rank of each among all, some first: whole numbers, also where equal ones share the ranks between them. */
    private static int[] doubledRanks(double[] some, double[] others) {
        double[] all =
                DoubleStream.concat(Arrays.stream(some), Arrays.stream(others)).toArray();
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        int[] ranks = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            int less = 0;
            int equal = 0;
            for (double other : sorted) {
                less += other < all[i] ? 1 : 0;
                equal += other == all[i] ? 1 : 0;
            }
            ranks[i] = 2 * less + equal + 1;
        }
        return ranks;
    }

    /** Counts, of all ways to choose so many of the ranks, those whose sum is as far from the middle. */
    private static double exact(int[] ranks, int chosen, int sum) {
        int total = Arrays.stream(ranks).sum();
        double[][] ways = new double[chosen + 1][total + 1];
        ways[0][0] = 1;
        for (int rank : ranks) {
            for (int count = chosen; count > 0; count--) {
                for (int reached = total; reached >= rank; reached--) {
                    ways[count][reached] += ways[count - 1][reached - rank];
                }
            }
        }
        // Times the number of ranks, the middle is a whole number as well.
        long middle = (long) chosen * total;
        long distance = Math.abs((long) sum * ranks.length - middle);
        double all = 0;
        double asFar = 0;
        for (int reached = 0; reached <= total; reached++) {
            all += ways[chosen][reached];
            asFar += Math.abs((long) reached * ranks.length - middle) >= distance ? ways[chosen][reached] : 0;
        }
        return asFar / all;
    }

    private static double approximate(int[] ranks, int some, int others, int sum) {
        double mean = Arrays.stream(ranks).average().orElse(0);
        double variance = Arrays.stream(ranks)
                        .mapToDouble(rank -> (rank - mean) * (rank - mean))
                        .sum()
                * some
                * others
                / ((double) ranks.length * (ranks.length - 1));
        // Doubled ranks are two apart, so that half a step is 1.
        double distance = Math.max(0, Math.abs(sum - some * mean) - 1);
        return variance == 0 ? 1 : Math.min(1, 2 * normalTail(distance / Math.sqrt(variance)));
    }

    /** How likely a normally distributed value is beyond so many deviations: Abramowitz and Stegun, 26.2.17. */
    private static double normalTail(double deviations) {
        double t = 1 / (1 + 0.2316419 * deviations);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-deviations * deviations / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
