package org.cotgateway.daemon;

import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a daemon's configuration: its settings, or everything that is wrong. Immutable.
 *
 * @param settings null if anything is wrong
 * @param problems in the order of the text, each with line and column; no secret is in them
 * @param warnings what it can run with but will hardly do well with, likewise
 */
public record DaemonReading(@Nullable DaemonSettings settings, List<Violation> problems, List<Violation> warnings) {

    public DaemonReading {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
