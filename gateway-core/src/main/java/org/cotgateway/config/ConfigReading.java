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
 * @param problems in the order of the text, each with line and column; the field is the path of the value ({@code
 *     listeners[2].port}) or {@code file}. No secret is in them
 * @param places where each value stands, by its path
 */
public record ConfigReading(
        @Nullable GatewayConfig config, List<Violation> problems, Map<String, TextPosition> places) {

    public ConfigReading {
        problems = List.copyOf(problems);
        places = Map.copyOf(places);
    }

    /** Something that was found out later about this file, with the place of the value or of what holds it. */
    public Violation placed(Violation later) {
        return later.at(Problems.nearestPlace(later.field(), places));
    }

    /** Whether there is a configuration. */
    public boolean ok() {
        return config != null;
    }
}
