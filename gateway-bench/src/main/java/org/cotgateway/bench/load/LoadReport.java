package org.cotgateway.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.bench.report.Spread;

/**
 * The figures of a load run: the ratios first, each made within one round, then every case; of all of them the median, the
 * least and the most of the rounds.
 */
final class LoadReport {

    private final String heading;
    private final List<LoadRatio> ratios;
    private final List<LoadPlan.Point> points;
    private final Map<LoadCase, List<LoadMeasure>> measures = new LinkedHashMap<>();

    /** @param cases in the order in which they are shown; each must be measured as often as the others */
    LoadReport(String heading, List<LoadCase> cases, List<LoadRatio> ratios, List<LoadPlan.Point> points) {
        this.heading = heading;
        this.ratios = List.copyOf(ratios);
        this.points = List.copyOf(points);
        cases.forEach(measured -> measures.put(measured, new ArrayList<>()));
    }

    void add(LoadCase measured, LoadMeasure measure) {
        of(measured).add(measure);
    }

    /** A figure of a case, round by round. */
    double[] figures(LoadCase measured, LoadFigure figure) {
        return of(measured).stream().mapToDouble(figure::of).toArray();
    }

    String table() {
        StringBuilder table = new StringBuilder(heading).append("\n\n");
        table.append(format("%-26s %-62s %-22s %s%n", "ratio, more is better", "", "median (least to most)", "goal"));
        for (LoadRatio ratio : ratios) {
            table.append(format(
                            "%-26s %-62s %-22s %s",
                            ratio.name(),
                            ratio.title(),
                            range("%.2f", Spread.of(ratio.of(this))),
                            ratio.goal() == null ? "" : format("%.2f", ratio.goal()))
                    .stripTrailing());
            table.append('\n');
        }
        table.append(format(
                "%n%-26s %-22s %-36s %-26s %-26s %-8s %-12s %s%n",
                "load",
                "who",
                "deliveries/s",
                "CPU, ns/delivery",
                "its loop's, ns/delivery",
                "driver",
                "heap, B",
                "latency p50, p99, max; last byte p50, p99; ms"));
        measures.keySet().forEach(measured -> table.append(row(measured)));
        return table.toString();
    }

    /** Puts all of it into a record. */
    void addTo(RunRecord.Builder record) {
        for (LoadRatio ratio : ratios) {
            if (ratio.goal() == null) {
                record.ratio(ratio.name(), ratio.title(), ratio.of(this));
            } else {
                record.ratio(ratio.name(), ratio.title(), ratio.goal(), ratio.of(this));
            }
        }
        for (LoadCase measured : measures.keySet()) {
            for (LoadFigure figure : LoadFigure.values()) {
                if (has(measured, figure)) {
                    add(measured, figure, record);
                }
            }
        }
        for (LoadPlan.Point point : points) {
            record.point(point.plot(), point.line(), point.x(), figures(point.measured(), point.figure()));
        }
    }

    private void add(LoadCase measured, LoadFigure figure, RunRecord.Builder record) {
        String name = measured.name() + "." + figure.label();
        String title = measured.load() + ", " + measured.who() + ": " + figure.title();
        double[] rounds = figures(measured, figure);
        if (figure.moreIsBetter()) {
            record.more(name, title, figure.unit(), rounds);
        } else {
            record.less(name, title, figure.unit(), rounds);
        }
    }

    private boolean has(LoadCase measured, LoadFigure figure) {
        return of(measured).stream().allMatch(figure::isOf);
    }

    private List<LoadMeasure> of(LoadCase measured) {
        List<LoadMeasure> found = measures.get(measured);
        if (found == null) {
            throw new IllegalArgumentException(measured.name() + " is no part of this run");
        }
        return found;
    }

    private String row(LoadCase measured) {
        String row = format(
                "%-26s %-22s %-36s %-26s %-26s %-8s %-12s",
                measured.load(),
                measured.who(),
                range("%,.0f", spread(measured, LoadFigure.PER_S)),
                range("%.0f", spread(measured, LoadFigure.CPU)),
                range("%.0f", spread(measured, LoadFigure.LOOP_CPU)),
                has(measured, LoadFigure.DRIVER_SHARE)
                        ? format(
                                "%.0f %%",
                                spread(measured, LoadFigure.DRIVER_SHARE).median() * 100)
                        : "",
                has(measured, LoadFigure.ALLOCATED)
                        ? format("%.1f", spread(measured, LoadFigure.ALLOCATED).median())
                        : "");
        if (has(measured, LoadFigure.P50_MS)) {
            row += format(
                    " %.2f, %s, %.2f; %.2f, %s",
                    spread(measured, LoadFigure.P50_MS).median(),
                    range("%.2f", spread(measured, LoadFigure.P99_MS)),
                    spread(measured, LoadFigure.MAX_MS).median(),
                    spread(measured, LoadFigure.LAST_P50_MS).median(),
                    range("%.2f", spread(measured, LoadFigure.LAST_P99_MS)));
        }
        return row.stripTrailing() + "\n";
    }

    private Spread spread(LoadCase measured, LoadFigure figure) {
        return Spread.of(figures(measured, figure));
    }

    private static String range(String number, Spread spread) {
        return format(number + " (" + number + " to " + number + ")", spread.median(), spread.least(), spread.most());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
