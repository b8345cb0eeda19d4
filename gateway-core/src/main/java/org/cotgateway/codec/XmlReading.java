package org.cotgateway.codec;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a document.
 *
 * @param event the event, or null when the document holds none that can be represented
 * @param violations what is wrong: with no event at least one; with an event what {@code EventRules} would not let pass
 */
public record XmlReading(@Nullable CotEvent event, List<Violation> violations) {

    public XmlReading {
        violations = List.copyOf(violations);
    }
}
