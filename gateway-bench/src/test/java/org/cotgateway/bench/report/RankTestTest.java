package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RankTestTest {

    @Test
    void apartFromEachOtherIsAsUnlikelyAsOneWayToChooseAmongAll() {
        assertThat(RankTest.likelihood(new double[] {1, 2, 3}, new double[] {4, 5, 6}))
                .isCloseTo(2 / 20.0, within(1e-12));
        assertThat(RankTest.likelihood(new double[] {6, 7, 8, 9, 10}, new double[] {1, 2, 3, 4, 5}))
                .isCloseTo(2 / 252.0, within(1e-12));
        assertThat(RankTest.least(5, 5)).isCloseTo(2 / 252.0, within(1e-12));
        assertThat(RankTest.least(4, 5)).isGreaterThan(0.01);
    }

    /** Of the 20 sums of three ranks of six, 6 to 15, fourteen are as far from the middle, 10.5, as 9 is. */
    @Test
    void mixedIsCountedByHand() {
        assertThat(RankTest.likelihood(new double[] {1, 3, 5}, new double[] {2, 4, 6}))
                .isCloseTo(14 / 20.0, within(1e-12));
    }

    @Test
    void equalOnesShareTheirRanks() {
        assertThat(RankTest.likelihood(new double[] {7, 7, 7}, new double[] {7, 7, 7, 7}))
                .isEqualTo(1);
        assertThat(RankTest.likelihood(new double[] {1, 2, 2}, new double[] {2, 2, 3}))
                .isEqualTo(RankTest.likelihood(new double[] {2, 2, 3}, new double[] {1, 2, 2}))
                .isBetween(0.3, 1.0);
    }

    @Test
    void ofManyTheApproximationSaysWhatTheExactOneWould() {
        Random random = new Random(20261122);
        double[] some = random.doubles(30).toArray();
        double[] others = DoubleStream.of(random.doubles(30).toArray())
                .map(value -> value + 0.1)
                .toArray();
        double[] oneMore = DoubleStream.concat(DoubleStream.of(others), DoubleStream.of(0.6))
                .toArray();

        assertThat(RankTest.likelihood(some, oneMore))
                .isCloseTo(RankTest.likelihood(some, others), within(0.05))
                .isBetween(0.0, 1.0);
        assertThat(RankTest.likelihood(
                        random.doubles(100).toArray(), random.doubles(100, 1, 2).toArray()))
                .isLessThan(1e-6);
    }
}
