package org.cotgateway.bench.report;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words about a report, in which the names of its ratios and figures stand, in braces, where the figures go. So none
 * stands there that was not measured.
 *
 * <pre>
 *   {fanout_500_vs_c}           the median
 *   {fanout_500_vs_c:range}     the median, and from the least to the most of the rounds
 *   {fanout_500_vs_c:span}      from the least to the most
 *   {fanout_500_vs_c:rounds}    every round
 *   {fanout_500_vs_c:verdict}   whether its goal is met or missed
 *   {jmh.X:op}                  of JMH's X how long it takes, and its garbage in whole bytes
 *   {a/b}                       the median of one divided by that of another
 *   {a*1000}                    the median times a number, whole
 * </pre>
 */
final class FigureText {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}\\s:/*]+)(?:([:/])([^{}\\s]+)|(\\*)([0-9]+))?}");
    private static final String NOT_MEASURED = "(not measured)";
    private static final String GARBAGE = ".bytes_per_op";

    private final Findings findings;
    private final Set<String> unknown = new LinkedHashSet<>();

    FigureText(Findings findings) {
        this.findings = findings;
    }

    /** The words with their figures; where there is none that is said, and {@link #unknown} has its name. */
    String filled(String words) {
        return PLACE.matcher(words).replaceAll(place -> Matcher.quoteReplacement(figure(place)));
    }

    /** The names of those that the report does not have, and what of them cannot be told. */
    Set<String> unknown() {
        return unknown;
    }

    private String figure(MatchResult place) {
        String name = place.group(1);
        String operand = place.group(3);
        String times = place.group(5);
        if (times != null) {
            return of(name, result -> whole(result.median() * Long.parseLong(times)));
        }
        if (operand == null) {
            return median(name);
        }
        return place.group(2).equals("/")
                ? of(name, result -> of(operand, other -> Markup.ratio(result.median() / other.median())))
                : told(name, operand);
    }

    private String median(String name) {
        return of(name, result -> Phrases.number(result, result.median()));
    }

    private String told(String name, String how) {
        return switch (how) {
            case "range" -> median(name) + " (" + of(name, FigureText::span) + ")";
            case "span" -> of(name, FigureText::span);
            case "rounds" ->
                of(
                        name,
                        result -> result.rounds().stream()
                                .map(round -> Phrases.number(result, round))
                                .collect(Collectors.joining(", ")));
            case "verdict" ->
                of(name, result -> result.goal() == null ? notMeasured(name + ":" + how) : Phrases.verdict(result));
            case "op" -> median(name) + ", " + of(name + GARBAGE, result -> whole(result.median()));
            default -> notMeasured(name + ":" + how);
        };
    }

    private String of(String name, Function<Result, String> text) {
        Result result = findings.ratioDetails().get(name);
        if (result == null) {
            result = findings.figureDetails().get(name);
        }
        return result == null ? notMeasured(name) : text.apply(result);
    }

    private String notMeasured(String name) {
        unknown.add(name);
        return NOT_MEASURED;
    }

    private static String span(Result result) {
        return Phrases.number(result, result.min()) + " to " + Phrases.number(result, result.max());
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
