package org.cotgateway.hub;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format 0.0.4, strictly: each metric is one block with its help and its type before its samples, no
 * sample comes twice.
 */
final class PrometheusFormat {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.*)");
    private static final Pattern TYPE = Pattern.compile("counter|gauge|histogram|summary|untyped");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")((?:\\{(?:" + LABEL + ",?)*})?) (\\S+)");
    private static final Pattern PART = Pattern.compile("_(sum|count|bucket)$");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final Map<String, Double> samples = new HashMap<>();
    private final Set<String> over = new HashSet<>();
    private String block = "";

    private PrometheusFormat() {}

    static PrometheusFormat read(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        PrometheusFormat format = new PrometheusFormat();
        text.lines().forEach(format::line);
        return format;
    }

    String type(String name) {
        return types.getOrDefault(name, "");
    }

    String help(String name) {
        return helps.getOrDefault(name, "");
    }

    Set<String> names() {
        return types.keySet();
    }

    /** The value of the sample without labels. */
    double value(String name) {
        Double value = samples.get(name);
        if (value == null) {
            throw new AssertionError("no sample " + name);
        }
        return value;
    }

    private void line(String line) {
        Matcher comment = COMMENT.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (comment.matches()) {
            enter(comment.group(2), line);
            Map<String, String> known = comment.group(1).equals("HELP") ? helps : types;
            require(known.putIfAbsent(comment.group(2), comment.group(3)) == null, line);
            require(known == helps || TYPE.matcher(comment.group(3)).matches(), line);
        } else {
            require(sample.matches(), line);
            String name = sample.group(1);
            String owner = types.containsKey(name) ? name : PART.matcher(name).replaceFirst("");
            require(owner.equals(block) && types.containsKey(owner), line);
            require(samples.putIfAbsent(name + sample.group(2), number(sample.group(3))) == null, line);
        }
    }

    private void enter(String name, String line) {
        if (!name.equals(block)) {
            over.add(block);
            block = name;
            require(!over.contains(name), line);
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void require(boolean well, String line) {
        if (!well) {
            throw new AssertionError("not Prometheus' text format, or not in its place: " + line);
        }
    }
}
