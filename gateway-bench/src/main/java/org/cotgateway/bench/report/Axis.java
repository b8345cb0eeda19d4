package org.cotgateway.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a plot: where a value stands on it, from 0 to 1.
 *
 * @param logarithmic whether equal distances are equal factors
 * @param from the value at its beginning
 * @param to the value at its end
 * @param ticks the values that it names
 */
record Axis(boolean logarithmic, double from, double to, List<Double> ticks) {

    /** From which factor between the least and the most a linear axis would squeeze the lesser ones together. */
    private static final double WIDE = 12;

    private static final int MOST_TICKS = 6;

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** Where heights are: from zero on, or logarithmic if they are of very different size. */
    static Axis ofHeights(double least, double most) {
        if (most <= 0) {
            return new Axis(false, 0, 1, List.of(0d, 1d));
        }
        return least > 0 && most / least > WIDE ? logarithmic(least, most) : fromZero(most);
    }

    /** Where values stand that were chosen: it names each of them. */
    static Axis ofChoices(List<Double> values) {
        List<Double> choices = values.stream().distinct().sorted().toList();
        double least = choices.get(0);
        double most = choices.get(choices.size() - 1);
        if (least == most) {
            return new Axis(false, least - 1, least + 1, choices);
        }
        return new Axis(least > 0 && most / least >= WIDE / 2, least, most, choices);
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
                return new Axis(false, 0, steps * step * magnitude, ticks);
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
        return new Axis(true, from, to, within.size() <= 2 * MOST_TICKS ? within : decades(within));
    }

    private static List<Double> decades(List<Double> ticks) {
        return ticks.stream()
                .filter(tick -> Math.abs(Math.log10(tick) - Math.rint(Math.log10(tick))) < 1e-9)
                .toList();
    }

    /** Where a value stands: 0 at the beginning, 1 at the end. */
    double place(double value) {
        return logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }
}
