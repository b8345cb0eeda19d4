package org.cotgateway.api.pushes;

import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.json.EventItems;
import org.jspecify.annotations.Nullable;

/** Takes the one event that a document must hold. */
final class OneEvent implements EventItems {

    private static final String EVENT = "event";

    private final List<Violation> violations;
    private @Nullable CotEvent event;
    private int items;

    /** @param violations takes what is wrong */
    OneEvent(List<Violation> violations) {
        this.violations = violations;
    }

    @Override
    public void event(CotEvent found, long index, int line) {
        event = found;
        count();
    }

    @Override
    public void rejected(long index, int line, List<Violation> wrong) {
        violations.addAll(wrong);
        count();
    }

    /** The event; null, and said to be missing, if nothing was found at all. */
    @Nullable
    CotEvent event() {
        if (items == 0) {
            violations.add(Violation.of(EVENT, null, "must be an event"));
        }
        return items > 1 ? null : event;
    }

    private void count() {
        if (++items == 2) {
            violations.add(Violation.of(EVENT, null, "must be one event, not several"));
        }
    }
}
