package org.cotgateway.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all runs found, as {@code report.json} has it.
 *
 * @param at when the report was made
 * @param source which version of the sources was measured, if all runs say the same
 * @param versions of what was measured and what it was measured by: names and versions; where runs differ, those of the
 *     newest
 * @param runs the runs, by name
 * @param ratios the median of each ratio; those that have a goal first
 * @param ratioDetails the rounds of each, and what they are
 * @param figures the median of each figure; those that have a goal first
 * @param figureDetails the rounds of each, and what they are
 * @param points what plots are made of
 * @param notMeasured names that every report should have and this one lacks
 * @param problems what is wrong with the records, in words
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Findings(
        String at,
        String source,
        Map<String, String> versions,
        List<Run> runs,
        Map<String, Double> ratios,
        Map<String, Result> ratioDetails,
        Map<String, Double> figures,
        Map<String, Result> figureDetails,
        List<RunRecord.Point> points,
        List<String> notMeasured,
        List<String> problems) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** In the place of a version of the sources. */
    private static final String SEVERAL_SOURCES = "several, see the runs";

    /** A run: what repeats it, on what it ran, when it ended, and which version of the sources it measured. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Run(String run, String command, String machine, String at, String source) {

        /** Reports of old do not say of what sources each run is. */
        Run {
            source = Objects.requireNonNullElse(source, RunRecord.UNKNOWN_SOURCE);
        }

        /** Those of these results that it measured, in their order. */
        Map<String, Result> of(Map<String, Result> results) {
            Map<String, Result> own = new LinkedHashMap<>();
            results.forEach((name, result) -> {
                if (result.run().equals(run)) {
                    own.put(name, result);
                }
            });
            return own;
        }
    }

    /** What records hold, in one. A name that two runs measured is taken from the first, and told as a problem. */
    static Findings of(String at, Records records) {
        List<String> problems = new ArrayList<>(records.problems());
        Map<String, Result> ratios = new LinkedHashMap<>();
        Map<String, Result> figures = new LinkedHashMap<>();
        List<RunRecord.Point> points = new ArrayList<>();
        for (RunRecord run : records.runs()) {
            for (RunRecord.Ratio ratio : run.ratios()) {
                Double goal = Goal.named(ratio.name()).map(Goal::bound).orElse(ratio.goal());
                add(
                        ratios,
                        ratio.name(),
                        new Result(run.run(), ratio.title(), "", true, goal, ratio.rounds()),
                        problems);
            }
            for (RunRecord.Figure figure : run.figures()) {
                Double goal = Goal.named(figure.name()).map(Goal::bound).orElse(null);
                Result result = new Result(
                        run.run(), figure.title(), figure.unit(), figure.moreIsBetter(), goal, figure.rounds());
                add(figures, figure.name(), result, problems);
            }
            for (RunRecord.Point point : run.points()) {
                if (areNumbers(point.rounds()) && Double.isFinite(point.x())) {
                    points.add(point);
                } else {
                    problems.add(point.plot() + ", " + point.line() + ": a point without numbers");
                }
            }
        }
        ratios = goalsFirst(ratios);
        figures = goalsFirst(figures);
        return new Findings(
                at,
                source(records.runs()),
                versions(records.runs()),
                records.runs().stream()
                        .map(run -> new Run(run.run(), run.command(), run.machine(), run.at(), run.source()))
                        .toList(),
                medians(ratios),
                ratios,
                medians(figures),
                figures,
                points,
                notMeasured(ratios, figures),
                problems);
    }

    private static String source(List<RunRecord> runs) {
        List<String> sources = runs.stream().map(RunRecord::source).distinct().toList();
        return switch (sources.size()) {
            case 0 -> RunRecord.UNKNOWN_SOURCE;
            case 1 -> sources.get(0);
            default -> SEVERAL_SOURCES;
        };
    }

    private static Map<String, String> versions(List<RunRecord> runs) {
        Map<String, String> versions = new LinkedHashMap<>();
        runs.stream().sorted(Comparator.comparing(RunRecord::at)).forEach(run -> {
            versions.put("Machine", run.machine());
            versions.putAll(run.versions());
        });
        return versions;
    }

    private static void add(Map<String, Result> results, String name, Result result, List<String> problems) {
        if (!areNumbers(result.rounds())) {
            problems.add(name + ", measured by " + result.run() + ": not a number in every round");
        } else if (results.putIfAbsent(name, result) != null) {
            problems.add(name + " is measured by two runs; that of " + result.run() + " is left out");
        }
    }

    private static boolean areNumbers(List<Double> rounds) {
        return !rounds.isEmpty() && rounds.stream().allMatch(Double::isFinite);
    }

    private static Map<String, Result> goalsFirst(Map<String, Result> results) {
        Map<String, Result> sorted = new LinkedHashMap<>();
        for (Goal goal : Goal.values()) {
            Result result = results.get(goal.id());
            if (result != null) {
                sorted.put(goal.id(), result);
            }
        }
        results.forEach(sorted::putIfAbsent);
        return sorted;
    }

    private static Map<String, Double> medians(Map<String, Result> results) {
        Map<String, Double> medians = new LinkedHashMap<>();
        results.forEach((name, result) -> medians.put(name, result.median()));
        return medians;
    }

    private static List<String> notMeasured(Map<String, Result> ratios, Map<String, Result> figures) {
        return Arrays.stream(Goal.values())
                .filter(goal -> !(goal.isRatio() ? ratios : figures).containsKey(goal.id()))
                .map(Goal::id)
                .toList();
    }

    static Findings read(Path file) throws IOException {
        Findings findings;
        try {
            findings = JSON.readValue(Files.readString(file), Findings.class);
        } catch (NoSuchFileException missing) {
            throw new UnreadableReport("there is no file " + file, missing);
        } catch (JsonProcessingException unreadable) {
            throw new UnreadableReport(file + " is no report.json: " + unreadable.getOriginalMessage(), unreadable);
        } catch (IOException unreadable) {
            throw new UnreadableReport(file + " cannot be read: " + unreadable, unreadable);
        }
        if (findings == null || !findings.isWhole()) {
            throw new UnreadableReport(
                    file + " is no report.json: it lacks some of ratioDetails, figureDetails, versions, runs", null);
        }
        return findings;
    }

    /** Whether it has what all reports have; a file that is something else has not. */
    private boolean isWhole() {
        return Stream.of(ratioDetails, figureDetails, versions, runs).allMatch(Objects::nonNull);
    }

    /** The run that measured a ratio or a figure of this report. */
    String runOf(String name) {
        return Stream.of(ratioDetails, figureDetails)
                .map(details -> details.get(name))
                .filter(Objects::nonNull)
                .map(Result::run)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is called " + name));
    }

    /** What was measured of what every report is asked for. */
    @Nullable
    Result result(Goal goal) {
        return (goal.isRatio() ? ratioDetails : figureDetails).get(goal.id());
    }

    /** How many goals are met, in a sentence: those that every report is asked for, and those that runs have beside them. */
    String tally() {
        List<Result> wanted = new ArrayList<>();
        for (Goal goal : Goal.values()) {
            Result result = result(goal);
            if (result != null) {
                wanted.add(result);
            }
        }
        List<Result> others = new ArrayList<>();
        ratioDetails.forEach((name, result) -> {
            if (result.goal() != null && Goal.named(name).isEmpty()) {
                others.add(result);
            }
        });
        int missing = Goal.values().length - wanted.size();
        return "Of " + Goal.values().length + " goals " + metAndMissed(wanted)
                + (missing == 0 ? "" : ", " + missing + " not measured")
                + (others.isEmpty()
                        ? ""
                        : "; of " + others.size() + " more, among the other ratios, " + metAndMissed(others))
                + ".";
    }

    private static String metAndMissed(List<Result> results) {
        long met = results.stream().filter(Result::isMet).count();
        return met + (met == 1 ? " is" : " are") + " met, " + (results.size() - met) + " missed";
    }

    /** Whether some of the runs were quick ones. */
    boolean hasShortTurns() {
        return runs.stream().anyMatch(run -> run.command().contains("--quick"));
    }

    String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
