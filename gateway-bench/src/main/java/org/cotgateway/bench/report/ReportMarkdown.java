package org.cotgateway.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ratios and the plots of a report as Markdown, for a README. */
final class ReportMarkdown {

    private final Findings findings;
    private final @Nullable String pictures;
    private final StringBuilder text = new StringBuilder();

    /**
     * For one report.
     *
     * @param pictures where the plots are from there, if they are to be shown
     */
    ReportMarkdown(Findings findings, @Nullable String pictures) {
        this.findings = findings;
        this.pictures = pictures;
    }

    String markdown() {
        text.setLength(0);
        text.append("Measured on ")
                .append(findings.at())
                .append(": ")
                .append(plain(findings.versions().getOrDefault("Machine", "")))
                .append(", sources ")
                .append(plain(findings.source()))
                .append(
                        ". Of each the median of the rounds, and from the least to the most of them; only the ratios are"
                                + " meant to travel. ")
                .append(plain(findings.tally()))
                .append('\n');
        if (findings.hasShortTurns()) {
            text.append("\nSome of the runs had short turns (`--quick`), too short for figures to publish.\n");
        }
        Map<String, Result> others = new LinkedHashMap<>(findings.ratioDetails());
        goals(others);
        plots();
        ResultTable variants = ResultTable.takeVariants(others);
        others(others);
        table("Variants beside the default", "variant", variants, Phrases::range);
        profile();
        runs();
        return text.toString();
    }

    /** Takes those that are goals out of the ratios. */
    private void goals(Map<String, Result> ratios) {
        text.append("\n### Goals\n\n");
        head();
        for (Goal goal : Goal.values()) {
            ratios.remove(goal.id());
            Result result = findings.result(goal);
            if (result == null) {
                row(goal.title(), goal.id(), "not measured", Phrases.bound(goal), "");
            } else {
                row(goal.title(), goal.id(), Phrases.range(result), Phrases.bound(result), Phrases.verdict(result));
            }
        }
    }

    private void plots() {
        Map<String, Plot> plots = Plot.all(findings.points());
        if (pictures == null || plots.isEmpty()) {
            return;
        }
        text.append("\n### Plots\n\nMarks are medians; bars go from the least to the most of the rounds.\n");
        plots.forEach((name, plot) -> text.append("\n**")
                .append(plain(plot.title()))
                .append(".** ")
                .append(plain(plot.hint()))
                .append("\n\n![")
                .append(plain(plot.title()))
                .append("](")
                .append(pictures)
                .append(pictures.isEmpty() ? "" : "/")
                .append(Plot.file(name))
                .append(")\n"));
    }

    private void others(Map<String, Result> ratios) {
        if (ratios.isEmpty()) {
            return;
        }
        text.append("\n### Other ratios\n\n");
        head();
        for (Findings.Run run : findings.runs()) {
            Map<String, Result> own = run.of(ratios);
            if (!own.isEmpty()) {
                text.append("| **").append(plain(run.run())).append("** | | | |\n");
            }
            own.forEach((name, result) ->
                    row(result.title(), name, Phrases.range(result), Phrases.bound(result), Phrases.verdict(result)));
        }
    }

    private void profile() {
        ResultTable profile = ResultTable.profile(findings.figureDetails());
        table(Phrases.PROFILE, "load, who", profile, result -> Phrases.number(result, result.median()));
        if (!profile.rows().isEmpty()) {
            text.append('\n').append(plain(Phrases.PROFILE_HINT)).append('\n');
        }
    }

    private void table(String title, String whom, ResultTable table, Function<Result, String> cell) {
        if (table.rows().isEmpty()) {
            return;
        }
        text.append("\n### ").append(title).append("\n\n| ").append(whom).append(" |");
        table.columns().forEach(column -> text.append(' ').append(plain(column)).append(" |"));
        text.append("\n|---|").append("---|".repeat(table.columns().size())).append('\n');
        table.rows().forEach((row, results) -> {
            text.append("| ").append(plain(row)).append(" |");
            for (String column : table.columns()) {
                Result result = results.get(column);
                text.append(' ')
                        .append(result == null ? "" : plain(cell.apply(result)))
                        .append(" |");
            }
            text.append('\n');
        });
    }

    private void runs() {
        if (findings.runs().isEmpty()) {
            return;
        }
        text.append("\n### What makes them again\n\n| run | command | sources | ended |\n|---|---|---|---|\n");
        for (Findings.Run run : findings.runs()) {
            text.append("| ").append(plain(run.run())).append(" | ");
            text.append(code(run.command()))
                    .append(" | ")
                    .append(plain(run.source()))
                    .append(" | ")
                    .append(plain(run.at()))
                    .append(" |\n");
        }
        text.append('\n');
        findings.versions()
                .forEach((name, version) ->
                        text.append("- ").append(plain(name + ": " + version)).append('\n'));
    }

    private void head() {
        text.append("| what | median (least to most) | goal | |\n|---|---|---|---|\n");
    }

    private void row(String title, String name, String range, String goal, String verdict) {
        text.append("| ").append(plain(title)).append(", ").append(code(name)).append(" | ");
        text.append(plain(range))
                .append(" | ")
                .append(plain(goal))
                .append(" | ")
                .append(verdict)
                .append(" |\n");
    }

    private static String code(String text) {
        return "`" + text.replaceAll("\\s+", " ").replace('`', ' ').replace("|", "\\|") + "`";
    }

    /** What Markdown would take for its own is escaped. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\|<>\\[\\]*`])", "\\\\$1");
    }
}
