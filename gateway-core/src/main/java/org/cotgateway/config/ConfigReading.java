package org.cotgateway.config;

import java.util.List;
import java.util.Map;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a configuration: the configuration, or everything that is wrong with the file. Immutable.
 *
 * @param config null if anything is wrong
 * @param draft what could be read of it, with defaults in the place of what could not; null if there is not even that
 * @param problems in the order of the text, each with line and column; the field is the path of the value ({@code
 *     listeners[2].port}) or {@code file}. No secret is in them
 * @param places where each value stands, by its path
 */
public record ConfigReading(
        @Nullable GatewayConfig config,
        @Nullable GatewayConfig draft,
        List<Violation> problems,
        Map<String, TextPosition> places) {

    public ConfigReading {
        problems = List.copyOf(problems);
        places = Map.copyOf(places);
    }

    /** Something that was found out later about this file, with the place of the value or of what holds it. */
    public Violation placed(Violation later) {
        return later.at(Problems.nearestPlace(later.field(), places));
    }

    /** Whether something is wrong with the value at this path or in what is below it. */
    public boolean isWrong(String path) {
        return problems.stream()
                .map(Violation::field)
                .anyMatch(field -> field.equals(path) || field.startsWith(path + ".") || field.startsWith(path + "["));
    }

    /** What is wrong, if anything is; the draft may quote what should not be seen. */
    @Override
    public String toString() {
        return ok() ? "a configuration" : problems.toString();
    }

    /** Whether there is a configuration. */
    public boolean ok() {
        return config != null;
    }
}
