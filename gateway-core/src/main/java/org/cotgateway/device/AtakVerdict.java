package org.cotgateway.device;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What a device makes of a message: an event, or every rule that it breaks.
 *
 * @param event the event, null when the message is dropped
 * @param violations why it is dropped; empty exactly when there is an event
 */
public record AtakVerdict(@Nullable CotEvent event, List<Violation> violations) {

    public AtakVerdict {
        violations = List.copyOf(violations);
        if ((event == null) == violations.isEmpty()) {
            throw new IllegalArgumentException("either an event or violations");
        }
    }

    static AtakVerdict accepted(CotEvent event) {
        return new AtakVerdict(event, List.of());
    }

    static AtakVerdict rejected(Violation... violations) {
        return new AtakVerdict(null, List.of(violations));
    }
}
