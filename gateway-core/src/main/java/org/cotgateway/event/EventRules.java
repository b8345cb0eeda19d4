package org.cotgateway.event;

import java.util.List;

/** The rules that an event must keep. */
public final class EventRules {

    private EventRules() {}

    /** All violations, in the order of the document. */
    public static List<Violation> check(CotEvent event) {
        throw new UnsupportedOperationException("being written: " + event.uid());
    }
}
