package org.cotgateway.bench.report;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ratios and the plots of a report as Markdown, for a README. */
final class ReportMarkdown {

    private final Findings findings;
    private final @Nullable String pictures;

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
        StringBuilder text = new StringBuilder("Measured on ")
                .append(findings.at())
                .append(": ")
                .append(plain(findings.versions().getOrDefault("Machine", "")))
                .append(", sources ")
                .append(plain(findings.source()))
                .append(".\n\n");
        head(text);
        Map<String, Result> others = new TreeMap<>(findings.ratioDetails());
        for (Goal goal : Goal.values()) {
            Result result = others.remove(goal.id());
            if (result == null) {
                result = findings.figureDetails().get(goal.id());
            }
            if (result == null) {
                row(text, goal.title(), goal.id(), "not measured", Phrases.bound(goal), "");
            } else {
                row(text, goal.title(), goal.id(), Phrases.range(result), Phrases.bound(result), verdict(result));
            }
        }
        if (!others.isEmpty()) {
            text.append('\n');
            head(text);
            others.forEach((name, result) ->
                    row(text, result.title(), name, Phrases.range(result), Phrases.bound(result), verdict(result)));
        }
        if (pictures != null) {
            Plot.all(findings.points())
                    .forEach((name, plot) -> text.append("\n![")
                            .append(plain(plot.title()))
                            .append("](")
                            .append(pictures)
                            .append(pictures.isEmpty() ? "" : "/")
                            .append(Plot.file(name))
                            .append(")\n"));
        }
        return text.toString();
    }

    private static void head(StringBuilder text) {
        text.append("| what | median (least to most) | goal | |\n|---|---|---|---|\n");
    }

    private static void row(StringBuilder text, String title, String name, String range, String goal, String verdict) {
        text.append("| ")
                .append(plain(title))
                .append(", `")
                .append(plain(name).replace('`', ' '))
                .append("` | ");
        text.append(plain(range))
                .append(" | ")
                .append(plain(goal))
                .append(" | ")
                .append(verdict)
                .append(" |\n");
    }

    private static String verdict(Result result) {
        if (result.goal() == null) {
            return "";
        }
        return result.isMet() ? "met" : "missed";
    }

    /** What Markdown would take for its own is escaped. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\|<>\\[\\]*`])", "\\\\$1");
    }
}
