package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

    @Test
    void heightsOfOneSizeBeginAtZeroAndEndAtATick() {
        Axis axis = Axis.ofHeights(30_000, 61_000);

        assertThat(axis.isLogarithmic()).isFalse();
        assertThat(axis.ticks()).containsExactly(0.0, 20_000.0, 40_000.0, 60_000.0, 80_000.0);
        assertThat(axis.place(0)).isZero();
        assertThat(axis.place(80_000)).isEqualTo(1);
    }

    @Test
    void heightsOfVeryDifferentSizeAreLogarithmic() {
        Axis axis = Axis.ofHeights(0.3, 40);

        assertThat(axis.isLogarithmic()).isTrue();
        assertThat(axis.from()).isCloseTo(0.2, within(1e-9));
        assertThat(axis.to()).isCloseTo(50, within(1e-9));
        assertThat(axis.place(Math.sqrt(axis.from() * axis.to()))).isCloseTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1e-9", "1e-9, 1e9", "5, 5", "0, 1e12", "-3, 7", "-3, -1", "999.9999, 1000"})
    void everyHeightHasItsPlaceAndTheTicksAreFew(double least, double most) {
        Axis axis = Axis.ofHeights(least, most);

        assertThat(axis.ticks()).hasSizeBetween(2, 20).isSorted();
        assertThat(axis.place(Math.max(most, 0))).isBetween(-1e-9, 1 + 1e-9);
        assertThat(axis.place(axis.ticks().get(0))).isGreaterThanOrEqualTo(-1e-9);
    }

    @Test
    void choicesAreTheTicksOfTheirAxis() {
        Axis axis = Axis.ofChoices(List.of(500d, 100d, 1_000d, 100d));

        assertThat(axis.ticks()).containsExactly(100.0, 500.0, 1_000.0);
        assertThat(axis.isLogarithmic()).isTrue();
        assertThat(Axis.ofChoices(List.of(3d, 4d, 5d)).isLogarithmic()).isFalse();
    }

    @Test
    void percentilesAreAsFarApartAsWhatIsLeftAboveThem() {
        Axis axis = Axis.ofPercentiles(List.of(100d, 99.99, 99d, 90d, 99.9));

        assertThat(axis.ticks()).containsExactly(90.0, 99.0, 99.9, 99.99, 100.0);
        assertThat(axis.ticks().stream().map(axis::place))
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-6 ? 0 : 1)
                .containsExactly(0.0, 0.25, 0.5, 0.75, 1.0);
    }

    @Test
    void oneChoiceStandsInTheMiddle() {
        assertThat(Axis.ofChoices(List.of(500d)).place(500)).isEqualTo(0.5);
        assertThat(Axis.ofPercentiles(List.of(99d, 99d)).place(99)).isEqualTo(0.5);
    }
}
