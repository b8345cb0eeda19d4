package org.cotgateway.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * One axis of a plot: where a value stands on it, from 0 to 1.
 *
 * @param scale what equal distances on it are
 * @param from the value at its beginning
 * @param to the value at its end
 * @param ticks the values that it names
 */
record Axis(Scale scale, double from, double to, List<Double> ticks) {

    /** From which factor between the least and the most a linear axis would squeeze the lesser ones together. */
    private static final double WIDE = 12;

    private static final int MOST_TICKS = 6;

    /** In the place of nothing, above a percentile of 100. */
    private static final double LEAST_LEFT = 1e-5;

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** What equal distances are. */
    enum Scale {
        /** Equal differences. */
        LINEAR(value -> value),
        /** Equal factors. */
        LOGARITHMIC(Math::log),
        /** Equal factors of what is left above a percentile: 90, 99 and 99.9 are as far apart, and 100 is next to 99.99. */
        PERCENTILES(value -> -Math.log10(Math.max(1 - value / 100, LEAST_LEFT)));

        private final DoubleUnaryOperator height;

        Scale(DoubleUnaryOperator height) {
            this.height = height;
        }

        private double place(double value, double from, double to) {
            double begin = height.applyAsDouble(from);
            return (height.applyAsDouble(value) - begin) / (height.applyAsDouble(to) - begin);
        }
    }

    /** Where heights are: from zero on, or logarithmic if they are of very different size. */
    static Axis ofHeights(double least, double most) {
        if (most <= 0) {
            return new Axis(Scale.LINEAR, 0, 1, List.of(0d, 1d));
        }
        return least > 0 && most / least > WIDE ? logarithmic(least, most) : fromZero(most);
    }

    /** Where values stand that were chosen: it names each of them. */
    static Axis ofChoices(List<Double> values) {
        List<Double> choices = values.stream().distinct().sorted().toList();
        double least = choices.get(0);
        double most = choices.get(choices.size() - 1);
        boolean wide = least > 0 && most / least >= WIDE / 2;
        return ofChoices(wide ? Scale.LOGARITHMIC : Scale.LINEAR, choices);
    }

    /** The same of percentiles. */
    static Axis ofPercentiles(List<Double> values) {
        return ofChoices(Scale.PERCENTILES, values.stream().distinct().sorted().toList());
    }

    private static Axis ofChoices(Scale scale, List<Double> choices) {
        double least = choices.get(0);
        double most = choices.get(choices.size() - 1);
        return least == most
                ? new Axis(Scale.LINEAR, least - 1, least + 1, choices)
                : new Axis(scale, least, most, choices);
    }

    private static Axis fromZero(double most) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : new double[] {0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10}) {
            int steps = (int) Math.ceil(most / (step * magnitude) - 1e-9);
            if (steps < MOST_TICKS) {
                List<Double> ticks = new ArrayList<>();
                for (int i = 0; i <= steps; i++) {
                    ticks.add(i * step * magnitude);
                }
                return new Axis(Scale.LINEAR, 0, steps * step * magnitude, ticks);
            }
        }
        throw new IllegalStateException("no step for " + most);
    }

    private static Axis logarithmic(double least, double most) {
        List<Double> all = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(least)); exponent <= Math.ceil(Math.log10(most)); exponent++) {
            for (double digit : new double[] {1, 2, 5}) {
                all.add(digit * Math.pow(10, exponent));
            }
        }
        double from = all.stream().filter(tick -> tick <= least * (1 + 1e-9)).reduce(least, (first, last) -> last);
        double to = all.stream()
                .filter(tick -> tick >= most * (1 - 1e-9))
                .findFirst()
                .orElse(most);
        List<Double> within =
                all.stream().filter(tick -> tick >= from && tick <= to).toList();
        return new Axis(Scale.LOGARITHMIC, from, to, within.size() <= 2 * MOST_TICKS ? within : decades(within));
    }

    private static List<Double> decades(List<Double> ticks) {
        return ticks.stream()
                .filter(tick -> Math.abs(Math.log10(tick) - Math.rint(Math.log10(tick))) < 1e-9)
                .toList();
    }

    boolean isLogarithmic() {
        return scale == Scale.LOGARITHMIC;
    }

    /** Where a value stands: 0 at the beginning, 1 at the end. */
    double place(double value) {
        return scale.place(value, from, to);
    }
}
