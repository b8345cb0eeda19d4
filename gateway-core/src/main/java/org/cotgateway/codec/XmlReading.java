package org.cotgateway.codec;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a document.
 *
 * @param event the event, or null when the document holds none that can be represented
 * @param violations what is wrong, all of it that can be known: at least one if there is no event; if there is one, the
 *     rules that it breaks, when they were asked for
 * @param notes what stands in the document but not in the event, because events have no place for it: unknown attributes of
 *     {@code event} and {@code point}, for example; the first hundred. ATAK ignores these, too
 */
public record XmlReading(@Nullable CotEvent event, List<Violation> violations, List<Violation> notes) {

    public XmlReading {
        violations = List.copyOf(violations);
        notes = List.copyOf(notes);
    }
}
