package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a load run measures: turns, and what is made of their figures. In each round every turn is taken once, forwards and
 * backwards by turns, so that whatever else the machine does meets all alike.
 */
final class LoadPlan {

    /** Starts what a case needs, measures and ends it. */
    @FunctionalInterface
    interface Turn {
        LoadMeasure measure() throws IOException;
    }

    /** A height of a plot's line. */
    record Point(String plot, String line, double x, LoadCase measured, LoadFigure figure) {}

    private final Map<LoadCase, Turn> turns = new LinkedHashMap<>();
    /** Those who are started for their turn, and have nothing to warm up. */
    private final Set<LoadCase> anew = new HashSet<>();

    private final List<LoadRatio> ratios = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    /**
     * Adds a turn, at the end of a round that goes forwards.
     *
     * @param name as {@link LoadCase} says
     */
    LoadCase turn(String name, String load, String who, Turn turn) {
        LoadCase measured = new LoadCase(name, load, who);
        if (turns.put(measured, turn) != null) {
            throw new IllegalArgumentException(name + " is there twice");
        }
        return measured;
    }

    /** Adds the same of a program that is started anew each time, and has nothing to warm up. */
    LoadCase programTurn(String name, String load, String who, Turn turn) {
        LoadCase measured = turn(name, load, who, turn);
        anew.add(measured);
        return measured;
    }

    /** Adds a ratio, with the least that we want. */
    LoadPlan ratio(String name, String title, double goal, LoadCase ours, LoadCase others, LoadFigure figure) {
        ratios.add(new LoadRatio(name, title, goal, ours, others, figure));
        return this;
    }

    /** Adds a ratio of which nothing is wanted. */
    LoadPlan ratio(String name, String title, LoadCase ours, LoadCase others, LoadFigure figure) {
        ratios.add(new LoadRatio(name, title, null, ours, others, figure));
        return this;
    }

    /** Adds a point of a plot. */
    LoadPlan point(String plot, String line, double x, LoadCase measured, LoadFigure figure) {
        points.add(new Point(plot, line, x, measured, figure));
        return this;
    }

    /** Adds the latencies of a paced case as a line over their percentiles, to the greatest of them. */
    LoadPlan percentiles(String plot, String line, LoadCase measured) {
        return point(plot, line, 50, measured, LoadFigure.P50_MS)
                .point(plot, line, 90, measured, LoadFigure.P90_MS)
                .point(plot, line, 99, measured, LoadFigure.P99_MS)
                .point(plot, line, 99.9, measured, LoadFigure.P999_MS)
                .point(plot, line, 99.99, measured, LoadFigure.P9999_MS)
                .point(plot, line, 100, measured, LoadFigure.MAX_MS);
    }

    /** The same until the last receiver has an event; of so few that the greatest is next. */
    LoadPlan lastPercentiles(String plot, String line, LoadCase measured) {
        return point(plot, line, 50, measured, LoadFigure.LAST_P50_MS)
                .point(plot, line, 90, measured, LoadFigure.LAST_P90_MS)
                .point(plot, line, 99, measured, LoadFigure.LAST_P99_MS)
                .point(plot, line, 99.9, measured, LoadFigure.LAST_P999_MS)
                .point(plot, line, 100, measured, LoadFigure.MAX_MS);
    }

    /**
     * Takes all turns in each round.
     *
     * @param heading what the report begins with
     */
    LoadReport run(LoadRounds rounds, String heading) throws IOException {
        LoadReport report = new LoadReport(heading, List.copyOf(turns.keySet()), ratios, points);
        List<Map.Entry<LoadCase, Turn>> order = new ArrayList<>(turns.entrySet());
        for (int round = -rounds.warmUp(); round < rounds.measured(); round++) {
            for (Map.Entry<LoadCase, Turn> turn : order) {
                if (round >= 0) {
                    report.add(turn.getKey(), rounds.measure(turn.getValue()));
                } else if (anew.contains(turn.getKey())) {
                    turn.getValue().measure();
                } else {
                    rounds.warmUp(turn.getValue());
                }
            }
            Collections.reverse(order);
        }
        return report;
    }
}
