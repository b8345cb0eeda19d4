package org.cotgateway.daemon;

import java.util.List;
import org.cotgateway.hub.HubChange;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading the configuration again. Immutable.
 *
 * @param change what is different now; null when nothing was taken over
 * @param problems what is wrong with the configuration, or what could not be opened, each a line that names the file; the
 *     old one goes on if there is no change
 * @param fixed settings that differ and hold only from the next start on
 */
public record Reload(@Nullable HubChange change, List<String> problems, List<String> fixed) {

    public Reload {
        problems = List.copyOf(problems);
        fixed = List.copyOf(fixed);
    }

    /** One line. */
    @Override
    public String toString() {
        return change == null
                ? "configuration refused, the old one goes on; problems: " + problems.size()
                : "configuration read again: " + change;
    }
}
