package org.cotgateway.bench.report;

import static org.cotgateway.bench.report.Markup.escape;
import static org.cotgateway.bench.report.Markup.px;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A plot as SVG: medians as marks that lines join, the least and the most of the rounds as bars through them, names beside
 * the ends of the lines. Colours are {@link #STYLE}'s, so that a page may have its own; marks and dashes tell the lines
 * apart without them.
 */
final class PlotSvg {

    /** What the picture needs of a style sheet, beside the variables for its colours. */
    static final String STYLE = """
            .plot text { font: 12px system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; fill: var(--muted); }
            .plot .label { font-weight: 600; }
            .plot .grid { stroke: var(--grid); stroke-width: 1; }
            .plot .axis { stroke: var(--muted); stroke-width: 1; }
            .plot .line { fill: none; stroke-width: 2; }
            .plot .bar { stroke-width: 1.5; opacity: .55; }
            .plot .leader { stroke-width: 1; opacity: .4; }
            .plot .second { stroke-dasharray: 7 4; }
            .plot .third { stroke-dasharray: 2 4; }
            .plot .gateway { stroke: var(--ours); } .plot text.gateway, .plot .mark.gateway { fill: var(--ours); }
            .plot .c { stroke: var(--limit); } .plot text.c, .plot .mark.c { fill: var(--limit); }
            .plot .nginx { stroke: var(--peer); } .plot text.nginx, .plot .mark.nginx { fill: var(--peer); }
            .plot .other { stroke: var(--other); } .plot text.other, .plot .mark.other { fill: var(--other); }
            .plot text { stroke: none !important; }
            .plot .mark { stroke-width: 1.5; }
            .plot .mark.second, .plot .mark.third { fill: var(--paper); stroke-dasharray: none; }
            """;

    /** The colours by night. */
    static final String DARK =
            "--paper:#14181d;--ink:#e6e9ed;--muted:#9aa5b1;--grid:#2c333b;--ours:#79b4ff;--limit:#d5dae0;--peer:#f2a65a;"
                    + "--other:#5fd3c0;";

    /** The colours by day. */
    static final String LIGHT =
            "--paper:#fff;--ink:#1b1f24;--muted:#59636e;--grid:#e4e7eb;--ours:#1f5fae;--limit:#2f353c;--peer:#a84f00;"
                    + "--other:#0b6e63;";

    private static final int WIDTH = 680;
    private static final int HEIGHT = 340;
    private static final int LEFT = 58;
    private static final int TOP = 34;
    private static final int BOTTOM = 44;
    private static final double LETTER = 7.6;
    private static final int LABEL_DISTANCE = 16;
    private static final int BESIDE = 6;
    private static final int TICK_DISTANCE = 34;
    private static final List<String> DASHES = List.of("first", "second", "third");

    private final Plot plot;
    private final Axis x;
    private final Axis y;
    private final double right;
    private final StringBuilder svg = new StringBuilder();

    PlotSvg(Plot plot) {
        this.plot = plot;
        List<Plot.Point> points =
                plot.lines().stream().flatMap(line -> line.points().stream()).toList();
        this.x = plot.xAxis();
        this.y = Axis.ofHeights(
                points.stream().mapToDouble(point -> point.y().least()).min().orElse(0),
                points.stream().mapToDouble(point -> point.y().most()).max().orElse(1));
        int longest = plot.lines().stream()
                .mapToInt(line -> line.name().length())
                .max()
                .orElse(0);
        this.right = Math.max(WIDTH * 0.5, WIDTH - longest * LETTER - 34);
    }

    /** As a part of a page that has the style. */
    String inline() {
        return draw("");
    }

    /** As a file of its own, which brings its ground along, white by day. */
    String standalone() {
        return draw("<style>.plot{" + LIGHT + "}@media(prefers-color-scheme:dark){.plot{" + DARK + "}}" + STYLE
                + "</style><rect width=\"100%\" height=\"100%\" style=\"fill:var(--paper)\"/>");
    }

    private String draw(String before) {
        svg.setLength(0);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\"><title>")
                .append(escape(plot.title()))
                .append("</title><desc>")
                .append(escape(inWords()))
                .append("</desc>")
                .append(before);
        axes();
        double[] shifts = shifts();
        List<Label> labels = new ArrayList<>();
        Map<Plot.Owner, Integer> ordinals = new EnumMap<>(Plot.Owner.class);
        for (int i = 0; i < plot.lines().size(); i++) {
            Plot.Line line = plot.lines().get(i);
            Plot.Owner owner = Plot.owner(line.name());
            int ordinal = ordinals.merge(owner, 1, Integer::sum) - 1;
            Look look = new Look(owner, DASHES.get(Math.min(ordinal, DASHES.size() - 1)));
            line(line, look, shifts[i]);
            Plot.Point last = line.points().get(line.points().size() - 1);
            labels.add(new Label(
                    line.name(),
                    look,
                    placeX(last.x()) + shifts[i],
                    placeY(last.y().median())));
        }
        labels(labels);
        return svg.append("</svg>").toString();
    }

    /** Lines step aside a little, so that their bars do not hide each other. */
    private double[] shifts() {
        int lines = plot.lines().size();
        double[] shifts = new double[lines];
        for (int i = 0; i < lines; i++) {
            shifts[i] = (i - (lines - 1) / 2.0) * BESIDE;
        }
        return shifts;
    }

    private void axes() {
        for (double tick : y.ticks()) {
            double at = placeY(tick);
            svg.append(stroke("grid", LEFT, at, right, at));
            text(LEFT - 8, at + 4, "end", "", Markup.tick(tick));
        }
        svg.append(stroke("axis", LEFT, HEIGHT - BOTTOM, right, HEIGHT - BOTTOM));
        double named = Double.NEGATIVE_INFINITY;
        for (double tick : x.ticks()) {
            double at = placeX(tick);
            svg.append(stroke("axis", at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 4));
            if (at - named >= TICK_DISTANCE) {
                text(at, HEIGHT - BOTTOM + 18, "middle", "", plot.place(tick));
                named = at;
            }
        }
        text((LEFT + right) / 2, HEIGHT - 8, "middle", "", plot.x() + (x.isLogarithmic() ? " (logarithmic)" : ""));
        text(4, 16, "start", "", plot.y() + (y.isLogarithmic() ? " (logarithmic)" : ""));
    }

    private void line(Plot.Line line, Look look, double shift) {
        for (Plot.Point point : line.points()) {
            double at = placeX(point.x()) + shift;
            double least = placeY(point.y().least());
            double most = placeY(point.y().most());
            svg.append(stroke("bar " + look.color(), at, least, at, most));
            svg.append(stroke("bar " + look.color(), at - 3, least, at + 3, least));
            svg.append(stroke("bar " + look.color(), at - 3, most, at + 3, most));
        }
        svg.append("<polyline class=\"line ").append(look.all()).append("\" points=\"");
        svg.append(line.points().stream()
                .map(point -> px(placeX(point.x()) + shift) + ","
                        + px(placeY(point.y().median())))
                .collect(Collectors.joining(" ")));
        svg.append("\"/>");
        for (Plot.Point point : line.points()) {
            svg.append(mark(look, placeX(point.x()) + shift, placeY(point.y().median())));
        }
    }

    private static String mark(Look look, double x, double y) {
        String shape = switch (look.owner()) {
            case GATEWAY -> "M-4.2,0a4.2,4.2 0 1,0 8.4,0a4.2,4.2 0 1,0 -8.4,0z";
            case C -> "M-3.6,-3.6h7.2v7.2h-7.2z";
            case NGINX -> "M0,-5l4.8,8.4h-9.6z";
            case OTHER -> "M0,-5l5,5l-5,5l-5,-5z";
        };
        return "<path class=\"mark " + look.all() + "\" transform=\"translate(" + px(x) + " " + px(y) + ")\" d=\""
                + shape + "\"/>";
    }

    /** Names from the top down, each under the one before, and as a whole not beneath the axis. */
    private void labels(List<Label> labels) {
        List<Label> sorted =
                labels.stream().sorted(Comparator.comparingDouble(Label::y)).toList();
        double[] heights = new double[sorted.size()];
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < heights.length; i++) {
            before = Math.max(sorted.get(i).y(), before + LABEL_DISTANCE);
            heights[i] = before;
        }
        double lowest = HEIGHT - BOTTOM;
        for (int i = heights.length - 1; i >= 0; i--) {
            heights[i] = Math.min(heights[i], lowest);
            lowest = heights[i] - LABEL_DISTANCE;
        }
        for (int i = 0; i < heights.length; i++) {
            Label label = sorted.get(i);
            svg.append(stroke("leader " + label.look().color(), label.x() + 7, label.y(), right + 22, heights[i]));
            text(right + 26, heights[i] + 4, "start", "label " + label.look().all(), label.name());
        }
    }

    private record Label(String name, Look look, double x, double y) {}

    /** How a line looks: its colour and marks say whose it is, its dashes which of theirs. */
    private record Look(Plot.Owner owner, String dashes) {

        String color() {
            return owner.name().toLowerCase(Locale.ROOT);
        }

        String all() {
            return color() + " " + dashes;
        }
    }

    private void text(double x, double y, String anchor, String look, String text) {
        svg.append("<text x=\"").append(px(x)).append("\" y=\"").append(px(y)).append("\" text-anchor=\"");
        svg.append(anchor)
                .append("\" class=\"")
                .append(look)
                .append("\">")
                .append(escape(text))
                .append("</text>");
    }

    private static String stroke(String look, double x1, double y1, double x2, double y2) {
        return "<line class=\"" + look + "\" x1=\"" + px(x1) + "\" y1=\"" + px(y1) + "\" x2=\"" + px(x2) + "\" y2=\""
                + px(y2) + "\"/>";
    }

    private double placeX(double value) {
        double inset = 18;
        return LEFT + inset + x.place(value) * (right - LEFT - 2 * inset);
    }

    private double placeY(double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - BOTTOM - TOP);
    }

    /** Every line and its medians, for those who do not see the picture. */
    private String inWords() {
        return plot.lines().stream()
                .map(line -> line.name() + ": "
                        + line.points().stream()
                                .map(point -> Markup.number(point.y().median()) + " at " + plot.place(point.x()))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", plot.y() + ". ", "."));
    }
}
