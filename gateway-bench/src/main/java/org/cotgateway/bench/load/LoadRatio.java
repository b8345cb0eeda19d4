package org.cotgateway.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * One figure of ours as a multiple of another's, so that more is better: our throughput by theirs, or their time by ours.
 *
 * @param name say {@code relay_300_vs_c}
 * @param title the same in words
 * @param goal the least that we want, if we want something
 * @param ours whose figure it is about
 * @param others what it is compared with
 */
record LoadRatio(String name, String title, @Nullable Double goal, LoadCase ours, LoadCase others, LoadFigure figure) {

    /** The ratio of each round. */
    double[] of(LoadReport report) {
        double[] our = report.figures(ours, figure);
        double[] their = report.figures(others, figure);
        double[] ratios = new double[our.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = figure.moreIsBetter() ? our[round] / their[round] : their[round] / our[round];
        }
        return ratios;
    }
}
