package org.cotgateway.bench.report;

import static org.cotgateway.bench.report.Markup.px;

import java.util.List;

/**
 * Draws how near a result is to what it is held against, its goal if it has one and 1 if not: all of them on the same
 * logarithmic scale, with that in the middle and what is better to the right. A dot at the median, a bar from the least to
 * the most; what is further away than the scale goes is an arrow.
 */
final class Strip {

    /** What the pictures need of a style sheet, beside the variables for their colours. */
    static final String STYLE = """
            .strip { display: block; width: 240px; height: 26px; }
            .strip text { font: 11px system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif;
              fill: var(--muted); text-anchor: middle; }
            .strip .grid { stroke: var(--grid); }
            .strip .goal { stroke: var(--ink); stroke-width: 1.5; }
            .strip .range { stroke: var(--ours); stroke-width: 5; stroke-linecap: round; opacity: .35; }
            .strip .median { fill: var(--ours); }
            .strip .short { fill: var(--paper); stroke: var(--ours); stroke-width: 2; }
            """;

    private static final int WIDTH = 240;
    private static final int HEIGHT = 26;
    private static final int MIDDLE = HEIGHT / 2;
    private static final int INSET = 14;

    /** Half of it, and twice. */
    private static final Axis AXIS = new Axis(Axis.Scale.LOGARITHMIC, 0.5, 2, List.of(0.5, 0.8, 1d, 1.25, 2d));

    private Strip() {}

    /**
     * The scale, for the head of a column.
     *
     * @param middle what is in the middle of it
     */
    static String scale(String middle) {
        StringBuilder svg = begin();
        text(svg, AXIS.from(), "× " + Markup.plain(AXIS.from()));
        text(svg, 1, middle);
        text(svg, AXIS.to(), "× " + Markup.plain(AXIS.to()));
        return svg.append("</svg>").toString();
    }

    /** What it shows stands beside it in words and numbers, so that it has none of its own. */
    static String draw(Result result) {
        StringBuilder svg = begin();
        for (double line : AXIS.ticks()) {
            vertical(svg, line == 1 ? "goal" : "grid", INSET + AXIS.place(line) * (WIDTH - 2 * INSET));
        }
        svg.append("<line class=\"range\" x1=\"").append(px(place(nearness(result, result.min()))));
        svg.append("\" x2=\"").append(px(place(nearness(result, result.max()))));
        svg.append("\" y1=\"").append(MIDDLE).append("\" y2=\"").append(MIDDLE).append("\"/>");
        double median = nearness(result, result.median());
        if (median > AXIS.to() || median < AXIS.from()) {
            return svg.append(arrow(median > 1)).append("</svg>").toString();
        }
        svg.append("<circle class=\"").append(median >= 1 ? "median" : "short");
        svg.append("\" r=\"4.5\" cx=\"")
                .append(px(place(median)))
                .append("\" cy=\"")
                .append(MIDDLE);
        return svg.append("\"/></svg>").toString();
    }

    /** As a multiple of the goal, or of 1; where less is better the other way round. */
    private static double nearness(Result result, double value) {
        double goal = result.goal() == null ? 1 : result.goal();
        return result.moreIsBetter() ? value / goal : goal / value;
    }

    private static double place(double nearness) {
        double within = Math.max(AXIS.from(), Math.min(AXIS.to(), nearness));
        return INSET + AXIS.place(within) * (WIDTH - 2 * INSET);
    }

    private static String arrow(boolean right) {
        double tip = right ? WIDTH - 3 : 3;
        double back = right ? tip - 10 : tip + 10;
        return "<path class=\"" + (right ? "median" : "short") + "\" d=\"M" + px(tip) + "," + MIDDLE + "L" + px(back)
                + "," + (MIDDLE - 5) + "V" + (MIDDLE + 5) + "z\"/>";
    }

    private static StringBuilder begin() {
        return new StringBuilder(
                "<svg class=\"strip\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" aria-hidden=\"true\">");
    }

    private static void text(StringBuilder svg, double place, String text) {
        svg.append("<text x=\"").append(px(INSET + AXIS.place(place) * (WIDTH - 2 * INSET)));
        svg.append("\" y=\"17\">").append(Markup.escape(text)).append("</text>");
    }

    private static void vertical(StringBuilder svg, String look, double x) {
        svg.append("<line class=\"")
                .append(look)
                .append("\" x1=\"")
                .append(px(x))
                .append("\" x2=\"")
                .append(px(x));
        svg.append("\" y1=\"0\" y2=\"").append(HEIGHT).append("\"/>");
    }
}
