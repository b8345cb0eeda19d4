package org.cotgateway.bench.report;

import static org.cotgateway.bench.report.Markup.escape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A comparison for people: what got worse first, then what got better, and the rule that tells either from noise. */
final class ComparisonText {

    /** So many names are listed in any case. */
    private static final int FEW_NAMES = 12;

    private final Findings before;
    private final Findings after;
    private final Comparison comparison;
    private final boolean all;
    private final List<Comparison.Verdict> listed;

    /** With or without those within the noise. */
    ComparisonText(Findings before, Findings after, Comparison comparison, boolean all) {
        this.before = before;
        this.after = after;
        this.comparison = comparison;
        this.all = all;
        this.listed = all
                ? Arrays.asList(Comparison.Verdict.values())
                : List.of(Comparison.Verdict.WORSE, Comparison.Verdict.BETTER);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("before: ")
                .append(before.at())
                .append(", sources ")
                .append(before.source())
                .append('\n');
        text.append("after:  ")
                .append(after.at())
                .append(", sources ")
                .append(after.source())
                .append('\n');
        differences().forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        for (Comparison.Change change : listed()) {
            text.append(String.format(
                            Locale.ROOT,
                            "%-7s %-44s %-32s %-32s %s",
                            shortly(change.verdict()),
                            change.name(),
                            Phrases.range(change.before()),
                            Phrases.range(change.after()),
                            share(change)))
                    .append('\n');
        }
        text.append(listed().isEmpty() ? "nothing changed beyond the noise\n" : "");
        text.append('\n');
        counts().forEach(line -> text.append(line).append('\n'));
        return text.append('\n')
                .append(Comparison.RULE.replaceAll("(.{1,118})( |$)", "$1\n"))
                .toString();
    }

    String html() {
        StringBuilder rows = new StringBuilder();
        for (Comparison.Change change : listed()) {
            rows.append("<tr><td class=\"verdict\">")
                    .append(mark(change.verdict()))
                    .append("</td><th scope=\"row\">");
            rows.append(escape(change.after().title()))
                    .append("<code class=\"name\">")
                    .append(escape(change.name()));
            rows.append("</code></th><td class=\"n\">").append(escape(Phrases.range(change.before())));
            rows.append("</td><td class=\"n\">").append(escape(Phrases.range(change.after())));
            rows.append("</td><td class=\"n big\">")
                    .append(escape(share(change)))
                    .append("</td></tr>\n");
        }
        StringBuilder body = new StringBuilder("<h1>What changed</h1>\n<p class=\"quiet\">from ");
        body.append(escape(before.at())).append(", sources <code>").append(escape(before.source()));
        body.append("</code><br>to ").append(escape(after.at())).append(", sources <code>");
        body.append(escape(after.source())).append("</code></p>\n");
        differences().forEach(line -> body.append("<p>").append(escape(line)).append("</p>\n"));
        if (listed().isEmpty()) {
            body.append("<p class=\"tally\">Nothing changed beyond the noise.</p>\n");
        } else {
            body.append(
                    "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">verdict</th><th scope=\"col\">name</th>");
            body.append("<th scope=\"col\" class=\"n\">before: median (least to most)</th>");
            body.append("<th scope=\"col\" class=\"n\">after: median (least to most)</th>");
            body.append("<th scope=\"col\" class=\"n\">change</th></tr></thead>\n<tbody>\n")
                    .append(rows);
            body.append("</tbody></table></div>\n");
        }
        counts().forEach(line -> body.append("<p>").append(escape(line)).append("</p>\n"));
        body.append("<p class=\"quiet\">").append(escape(Comparison.RULE)).append("</p>\n");
        return PageStyle.page("What changed", "", body.toString());
    }

    private List<Comparison.Change> listed() {
        return listed.stream()
                .flatMap(verdict -> comparison.with(verdict).stream())
                .toList();
    }

    /** What else is different: then it may be that which made the change. */
    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        Map<String, String> old = before.versions();
        Map<String, String> now = after.versions();
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            if (!Objects.equals(old.get(name), now.get(name))) {
                differences.add(name + " differs: " + old.getOrDefault(name, "unknown") + " before, "
                        + now.getOrDefault(name, "unknown") + " after");
            }
        }
        if (before.hasShortTurns() != after.hasShortTurns()) {
            differences.add(
                    "Runs of one of them had short turns (--quick), in which nothing is as warm: their figures differ by that.");
        }
        if (!Objects.equals(old.get("Machine"), now.get("Machine"))) {
            differences.add("On different machines only ratios can be compared, and those with care.");
        }
        return differences;
    }

    private List<String> counts() {
        List<String> counts = new ArrayList<>();
        for (Comparison.Verdict verdict : Comparison.Verdict.values()) {
            counts.add(verdict.title() + ": " + comparison.with(verdict).size() + " of "
                    + comparison.changes().size());
        }
        if (!comparison.gone().isEmpty()) {
            counts.add("only before: " + some(comparison.gone(), before));
        }
        if (!comparison.added().isEmpty()) {
            counts.add("only after: " + some(comparison.added(), after));
        }
        return counts;
    }

    /** These names of a report; how many of each run if they are many and not all are asked for. */
    private String some(List<String> names, Findings report) {
        if (all || names.size() <= FEW_NAMES) {
            return String.join(", ", names);
        }
        Map<String, Integer> byRun = new TreeMap<>();
        for (String name : names) {
            byRun.merge(report.runOf(name), 1, Integer::sum);
        }
        return names.size() + " (--all lists them): "
                + byRun.entrySet().stream()
                        .map(run -> run.getValue() + " of " + run.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String shortly(Comparison.Verdict verdict) {
        return switch (verdict) {
            case WORSE -> "WORSE";
            case BETTER -> "better";
            case NOISE -> "noise";
            case TOO_FEW -> "few";
        };
    }

    private static String mark(Comparison.Verdict verdict) {
        return switch (verdict) {
            case WORSE -> "<span class=\"missed\">✗ worse</span>";
            case BETTER -> "<span class=\"met\">✓ better</span>";
            case NOISE, TOO_FEW -> "<span class=\"quiet\">" + verdict.title() + "</span>";
        };
    }

    private static String share(Comparison.Change change) {
        double share = change.share();
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%+.1f %%", share * 100) : "from nothing";
    }
}
