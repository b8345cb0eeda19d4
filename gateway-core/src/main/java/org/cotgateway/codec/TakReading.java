package org.cotgateway.codec;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a message of TAK Protocol v1. A message may hold an event, or what a peer says about itself, or
 * both.
 *
 * @param event the event, or null when there is none or it cannot be represented
 * @param control what the peer says about itself, or null
 * @param violations what is wrong, all of it that can be known: at least one if there is neither event nor control; if
 *     there is an event, the rules that it breaks, when they were asked for
 */
public record TakReading(@Nullable CotEvent event, @Nullable TakControl control, List<Violation> violations) {

    public TakReading {
        violations = List.copyOf(violations);
    }
}
