package org.cotgateway.config;

import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a configuration: the configuration, or everything that is wrong with the file. Immutable.
 *
 * @param config null if anything is wrong
 * @param problems in the order of the text, each with line and column; the field is the path of the value ({@code
 *     listeners[2].port}) or {@code file}. No secret is in them
 */
public record ConfigReading(@Nullable GatewayConfig config, List<Violation> problems) {

    public ConfigReading {
        problems = List.copyOf(problems);
    }

    /** Whether there is a configuration. */
    public boolean ok() {
        return config != null;
    }
}
