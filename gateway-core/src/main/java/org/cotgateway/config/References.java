package org.cotgateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the environment's values in the place of <code>${NAME}</code> and <code>${NAME:-default}</code>. <code>$${</code>
 * stands for <code>${</code> itself. What was put in is not looked at again.
 */
final class References {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}|\\$\\{");

    private static final Pattern ONE_VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");

    private final Function<String, @Nullable String> environment;

    References(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** The text with all references replaced, and what was wrong with those that could not be. */
    record Expansion(String text, List<String> rules) {}

    Expansion expand(String text) {
        if (!text.contains("${")) {
            return new Expansion(text, List.of());
        }
        List<String> rules = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        String expanded = matcher.replaceAll(found -> Matcher.quoteReplacement(replacement(matcher, rules)));
        return new Expansion(expanded, List.copyOf(rules));
    }

    /** Whether the text is a reference and nothing else, not even a default: it says nothing of the value. */
    static boolean isPlain(String text) {
        return ONE_VARIABLE.matcher(text).matches();
    }

    /** The text as it must be written to read back as itself. */
    static String escaped(String text) {
        return text.replace("${", "$${");
    }

    private String replacement(Matcher found, List<String> rules) {
        String name = found.group(1);
        if (name == null) {
            if (found.group().equals("${")) {
                rules.add("must be ${NAME} or ${NAME:-default} with letters, digits and _; write $${ for a plain ${");
            }
            return "${";
        }
        String value = environment.apply(name);
        if (value == null || value.isEmpty() && found.group(2) != null) {
            value = found.group(2);
        }
        if (value == null) {
            rules.add("the environment variable " + name + " is not set");
            return "";
        }
        return value;
    }
}
