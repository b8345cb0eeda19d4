package org.cotgateway.bench.report;

import static org.cotgateway.bench.report.Markup.escape;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report as a page, one file with everything in it: ratios first, then plots, then every figure. */
final class ReportPage {

    private final Findings findings;
    private final StringBuilder html = new StringBuilder();

    ReportPage(Findings findings) {
        this.findings = findings;
    }

    String html() {
        html.setLength(0);
        head();
        goals();
        plots();
        Map<String, Result> others = new LinkedHashMap<>(findings.ratioDetails());
        Arrays.stream(Goal.values()).map(Goal::id).forEach(others::remove);
        ResultTable variants = ResultTable.takeVariants(others);
        otherRatios(others);
        variants(variants);
        profile();
        figures();
        setting();
        return PageStyle.page("CoT Gateway, measured", PlotSvg.STYLE + Strip.STYLE, html.toString());
    }

    private void head() {
        html.append("<header>\n<h1>CoT Gateway, measured</h1>\n");
        html.append("<p class=\"quiet\">").append(escape(findings.at()));
        html.append(", sources <code>").append(escape(findings.source())).append("</code><br>");
        html.append(escape(findings.versions().getOrDefault("Machine", ""))).append("</p>\n");
        if (findings.hasShortTurns()) {
            html.append(
                    "<p>Some of the runs had short turns (<code>--quick</code>): enough to see whether something is ");
            html.append("wrong, too little to publish.</p>\n");
        }
        html.append("<p class=\"tally\">").append(escape(findings.tally())).append("</p>\n");
        if (!findings.problems().isEmpty()) {
            html.append("<div class=\"problems\"><p>Not all records could be used:</p><ul>\n");
            findings.problems()
                    .forEach(problem ->
                            html.append("<li>").append(escape(problem)).append("</li>\n"));
            html.append("</ul></div>\n");
        }
        html.append("</header>\n");
    }

    private void goals() {
        html.append(
                "<section>\n<h2>Goals</h2>\n<p>Each ratio is made within a round, in which both had their turn, and is ");
        html.append(
                "arranged so that more is better: 1 is as fast as the other. In the picture the dot is the median of the ");
        html.append(
                "rounds as a multiple of the goal, filled if it meets it, and the bar goes from the least to the most; an ");
        html.append("arrow is beyond the scale.</p>\n");
        beginTable("goal");
        for (Goal goal : Goal.values()) {
            Result result = findings.result(goal);
            if (result != null) {
                row(goal.id(), goal.title(), result, verdict(result));
            } else {
                html.append("<tr class=\"unmeasured\">").append(title(goal.title(), goal.id()));
                html.append("<td></td><td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">");
                html.append(escape(Phrases.bound(goal)));
                html.append("</td><td class=\"verdict\">– not measured</td></tr>\n");
            }
        }
        endTable();
        html.append("</section>\n");
    }

    private void otherRatios(Map<String, Result> others) {
        if (others.isEmpty()) {
            return;
        }
        html.append(
                "<section>\n<h2>Other ratios</h2>\n<p>More is better here as well. Where there is no goal, the picture ");
        html.append("shows them as multiples of 1.</p>\n");
        beginTable("goal, or 1");
        for (Findings.Run run : findings.runs()) {
            Map<String, Result> own = run.of(others);
            if (!own.isEmpty()) {
                html.append("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"6\">");
                html.append(escape(run.run())).append("</th></tr>\n");
            }
            own.forEach(
                    (name, result) -> row(name, result.title(), result, result.goal() == null ? "" : verdict(result)));
        }
        endTable();
        html.append("</section>\n");
    }

    private void variants(ResultTable variants) {
        table(
                "variants",
                "Variants beside the default",
                "The gateway run in other ways, as multiples of how it is run usually; more is better, and 1 is as good. A"
                        + " range that has 1 in it says little.",
                "variant",
                variants,
                result -> Strip.draw(result) + "<b>" + Phrases.median(result)
                        + "</b> <span class=\"quiet\">" + Phrases.number(result, result.min()) + " to "
                        + Phrases.number(result, result.max()) + "</span>");
    }

    private void profile() {
        table(
                "dense",
                Phrases.PROFILE,
                Phrases.PROFILE_HINT,
                "load, who",
                ResultTable.profile(findings.figureDetails()),
                result -> Phrases.number(result, result.median()));
    }

    private void table(
            String style, String title, String hint, String whom, ResultTable table, Function<Result, String> cell) {
        if (table.rows().isEmpty()) {
            return;
        }
        html.append("<section>\n<h2>").append(escape(title)).append("</h2>\n<p>");
        html.append(escape(hint)).append("</p>\n<div class=\"wide\"><table class=\"");
        html.append(style).append("\">\n<thead><tr><th scope=\"col\">");
        html.append(escape(whom)).append("</th>");
        for (String column : table.columns()) {
            html.append("<th scope=\"col\">").append(escape(column)).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach((row, results) -> {
            html.append("<tr><th scope=\"row\">").append(escape(row)).append("</th>");
            for (String column : table.columns()) {
                Result result = results.get(column);
                html.append("<td>")
                        .append(result == null ? "" : cell.apply(result))
                        .append("</td>");
            }
            html.append("</tr>\n");
        });
        html.append("</tbody></table></div>\n</section>\n");
    }

    private void beginTable(String middle) {
        html.append(
                "<div class=\"wide\"><table class=\"ratios\">\n<thead><tr><th scope=\"col\">name</th><th scope=\"col\">");
        html.append(Strip.scale(middle)).append("</th><th scope=\"col\" class=\"n\">median</th>");
        html.append("<th scope=\"col\" class=\"n\">least to most</th><th scope=\"col\" class=\"n\">goal</th>");
        html.append("<th scope=\"col\">verdict</th></tr></thead>\n<tbody>\n");
    }

    private void endTable() {
        html.append("</tbody></table></div>\n");
    }

    private void row(String name, String title, Result result, String verdict) {
        String unit = result.unit().isEmpty() ? "" : " " + escape(result.unit());
        html.append("<tr>")
                .append(title(title, name))
                .append("<td class=\"picture\">")
                .append(Strip.draw(result));
        html.append("</td><td class=\"n big\">").append(Phrases.median(result)).append(unit);
        html.append("</td><td class=\"n\">")
                .append(Phrases.number(result, result.min()))
                .append(" to ");
        html.append(Phrases.number(result, result.max())).append("</td>");
        html.append("<td class=\"n\">")
                .append(escape(Phrases.bound(result)))
                .append("</td><td class=\"verdict\">")
                .append(verdict)
                .append("</td></tr>\n");
    }

    private static String title(String title, String name) {
        return "<th scope=\"row\">" + escape(title) + "<code class=\"name\">" + escape(name) + "</code></th>";
    }

    /** In words, so that it does not take colours to tell. */
    private static String verdict(Result result) {
        int rounds = result.rounds().size();
        String inRounds = result.roundsMet() == 0 || result.roundsMet() == rounds
                ? ""
                : " <span class=\"quiet\">met in " + result.roundsMet() + " of " + rounds + " rounds</span>";
        return (result.isMet() ? "<span class=\"met\">✓ met</span>" : "<span class=\"missed\">✗ missed</span>")
                + inRounds;
    }

    private void plots() {
        Map<String, Plot> plots = Plot.all(findings.points());
        html.append(
                "<section>\n<h2>Plots</h2>\n<p>Marks are medians; bars go from the least to the most of the rounds.</p>\n");
        List<String> missing = Plot.expected().stream()
                .filter(name -> !plots.containsKey(name))
                .map(Plot::title)
                .toList();
        if (!missing.isEmpty()) {
            html.append("<p class=\"quiet\">Not measured: ").append(escape(String.join("; ", missing)));
            html.append(".</p>\n");
        }
        html.append("<div class=\"plots\">\n");
        plots.values().forEach(this::plot);
        html.append("</div>\n</section>\n");
    }

    private void plot(Plot plot) {
        html.append("<figure>\n<h3>").append(escape(plot.title())).append("</h3>\n");
        html.append("<div class=\"wide\">").append(new PlotSvg(plot).inline());
        html.append("</div>\n<figcaption>").append(escape(plot.hint()));
        html.append("</figcaption>\n<details><summary>The same in numbers</summary><div class=\"wide\"><table>\n");
        html.append("<thead><tr><th scope=\"col\">line</th><th scope=\"col\" class=\"n\">")
                .append(escape(plot.x()));
        html.append("</th><th scope=\"col\" class=\"n\">median, ").append(escape(plot.y()));
        html.append("</th><th scope=\"col\" class=\"n\">least to most</th></tr></thead>\n<tbody>\n");
        for (Plot.Line line : plot.lines()) {
            for (Plot.Point point : line.points()) {
                html.append("<tr><th scope=\"row\">").append(escape(line.name()));
                html.append("</th><td class=\"n\">").append(plot.place(point.x()));
                html.append("</td><td class=\"n\">")
                        .append(Markup.number(point.y().median()));
                html.append("</td><td class=\"n\">")
                        .append(Markup.number(point.y().least()))
                        .append(" to ");
                html.append(Markup.number(point.y().most())).append("</td></tr>\n");
            }
        }
        html.append("</tbody></table></div></details>\n</figure>\n");
    }

    private void figures() {
        html.append("<section>\n<h2>Every figure</h2>\n");
        for (Findings.Run run : findings.runs()) {
            html.append("<h3>").append(escape(run.run())).append("</h3>\n<p class=\"quiet\"><code>");
            html.append(escape(run.command()))
                    .append("</code>, sources <code>")
                    .append(escape(run.source()))
                    .append("</code>, ended ")
                    .append(escape(run.at()))
                    .append("</p>\n");
            figures(new TreeMap<>(run.of(findings.figureDetails())));
        }
        html.append("</section>\n");
    }

    private void figures(Map<String, Result> figures) {
        if (figures.isEmpty()) {
            html.append("<p class=\"quiet\">No figures but the ratios.</p>\n");
            return;
        }
        html.append("<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th scope=\"col\">figure</th>");
        html.append("<th scope=\"col\" class=\"n\">median</th><th scope=\"col\" class=\"n\">least</th>");
        html.append("<th scope=\"col\" class=\"n\">most</th><th scope=\"col\" class=\"n\">rounds</th>");
        html.append("<th scope=\"col\">unit</th><th scope=\"col\">better</th></tr></thead>\n<tbody>\n");
        figures.forEach((name, figure) -> {
            html.append("<tr>").append(title(figure.title(), name));
            for (double value : new double[] {figure.median(), figure.min(), figure.max()}) {
                html.append("<td class=\"n\">").append(Markup.number(value)).append("</td>");
            }
            html.append("<td class=\"n\">").append(figure.rounds().size()).append("</td><td>");
            html.append(escape(figure.unit())).append("</td><td>");
            html.append(figure.moreIsBetter() ? "more" : "less").append("</td></tr>\n");
        });
        html.append("</tbody></table></div>\n");
    }

    private void setting() {
        html.append("<section>\n<h2>Machine and versions</h2>\n<div class=\"wide\"><table>\n<tbody>\n");
        findings.versions()
                .forEach((name, version) -> html.append("<tr><th scope=\"row\">")
                        .append(escape(name))
                        .append("</th><td>")
                        .append(escape(version))
                        .append("</td></tr>\n"));
        String machines =
                findings.runs().stream().map(Findings.Run::machine).distinct().collect(Collectors.joining("; "));
        html.append("<tr><th scope=\"row\">The runs say</th><td>")
                .append(escape(machines))
                .append("</td></tr>\n");
        html.append("</tbody></table></div>\n");
        html.append(
                "<p class=\"quiet\">All of it ran on loopback. Only the ratios mean something on another machine.</p>\n");
        html.append("</section>\n");
    }
}
