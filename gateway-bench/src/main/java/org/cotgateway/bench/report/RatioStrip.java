package org.cotgateway.bench.report;

import static org.cotgateway.bench.report.Markup.px;

import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Draws ratios below each other on one logarithmic scale: a mark at the median, a bar from the least to the most, a line at
 * 1 where both are equal, and a bracket at the goal that opens towards what meets it.
 */
final class RatioStrip {

    /** What the pictures need of a style sheet, beside the variables for their colours. */
    static final String STYLE = """
            .strip { display: block; width: 220px; height: 24px; }
            .strip text { font: 11px system-ui, sans-serif; fill: var(--muted); }
            .strip .one { stroke: var(--muted); stroke-width: 1; }
            .strip .grid { stroke: var(--grid); }
            .strip .range { stroke: var(--ours); stroke-width: 4; stroke-linecap: round; opacity: .35; }
            .strip .median { fill: var(--ours); }
            .strip .goal { fill: none; stroke: var(--ink); stroke-width: 1.5; }
            """;

    private static final int WIDTH = 220;
    private static final int HEIGHT = 24;
    private static final int INSET = 12;
    private static final List<Double> TICKS = List.of(0.05, 0.1, 0.25, 0.5, 1d, 2d, 5d, 10d, 20d, 50d, 100d);

    private final Axis axis;

    /** For all that are to be drawn on the same scale. */
    RatioStrip(Collection<Result> ratios) {
        double least = values(ratios).filter(value -> value > 0).min().orElse(1);
        double most = values(ratios).max().orElse(1);
        double from =
                TICKS.stream().filter(tick -> tick <= Math.min(least, 0.5)).reduce(0.05, (a, b) -> b);
        double to = TICKS.stream()
                .filter(tick -> tick >= Math.max(most, 2))
                .findFirst()
                .orElse(most);
        this.axis = new Axis(
                true,
                from,
                to,
                TICKS.stream().filter(tick -> tick >= from && tick <= to).toList());
    }

    private static DoubleStream values(Collection<Result> ratios) {
        return ratios.stream()
                .flatMapToDouble(ratio -> DoubleStream.of(
                        ratio.min(), ratio.max(), ratio.goal() == null ? 1 : Math.max(ratio.goal(), 0.05)));
    }

    /** The scale, for the head of the column. */
    String scale() {
        StringBuilder svg = begin("aria-hidden=\"true\"");
        for (double tick : axis.ticks()) {
            svg.append("<text text-anchor=\"middle\" x=\"")
                    .append(px(place(tick)))
                    .append("\" y=\"15\">")
                    .append(Markup.tick(tick))
                    .append("</text>");
        }
        return svg.append("</svg>").toString();
    }

    /** One of them. What it shows stands beside it in words, so that it has none of its own. */
    String draw(Result ratio) {
        StringBuilder svg = begin("aria-hidden=\"true\"");
        for (double tick : axis.ticks()) {
            vertical(svg, tick == 1 ? "one" : "grid", place(tick), 0, HEIGHT);
        }
        double middle = HEIGHT / 2.0;
        svg.append("<line class=\"range\" x1=\"")
                .append(px(place(ratio.min())))
                .append("\" x2=\"")
                .append(px(place(ratio.max())))
                .append("\" y1=\"")
                .append(px(middle))
                .append("\" y2=\"")
                .append(px(middle))
                .append("\"/>");
        Double goal = ratio.goal();
        if (goal != null && goal > 0) {
            String at = px(place(goal));
            svg.append("<path class=\"goal\" d=\"M")
                    .append(at)
                    .append(",4h4M")
                    .append(at)
                    .append(",4v16h4\"/>");
        }
        svg.append("<circle class=\"median\" r=\"4.5\" cx=\"")
                .append(px(place(ratio.median())))
                .append("\" cy=\"")
                .append(px(middle))
                .append("\"/>");
        return svg.append("</svg>").toString();
    }

    private static StringBuilder begin(String attributes) {
        return new StringBuilder(
                "<svg class=\"strip\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" " + attributes + ">");
    }

    private static void vertical(StringBuilder svg, String look, double x, double from, double to) {
        svg.append("<line class=\"")
                .append(look)
                .append("\" x1=\"")
                .append(px(x))
                .append("\" x2=\"")
                .append(px(x));
        svg.append("\" y1=\"")
                .append(px(from))
                .append("\" y2=\"")
                .append(px(to))
                .append("\"/>");
    }

    private double place(double value) {
        double place = Math.max(0, Math.min(1, axis.place(Math.max(value, axis.from()))));
        return INSET + place * (WIDTH - 2 * INSET);
    }
}
