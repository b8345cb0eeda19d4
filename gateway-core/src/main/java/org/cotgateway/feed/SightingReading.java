package org.cotgateway.feed;

import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at a row: a sighting, why there is none, or neither if the row does not say enough yet. Immutable.
 *
 * @param sighting null if there is none
 * @param reason why there is none; null if nothing is wrong
 * @param violations everything that is wrong with the row
 */
record SightingReading(
        @Nullable Sighting sighting, @Nullable RejectReason reason, List<Violation> violations) {

    /** Nothing is wrong, but there is nothing to say. */
    static final SightingReading NOTHING = new SightingReading(null, null, List.of());

    SightingReading {
        violations = List.copyOf(violations);
    }

    static SightingReading of(Sighting sighting) {
        return new SightingReading(sighting, null, List.of());
    }

    static SightingReading rejected(RejectReason reason, List<Violation> violations) {
        return new SightingReading(null, reason, violations);
    }

    static SightingReading rejected(RejectReason reason, String rule) {
        return rejected(reason, List.of(Violation.of("row", null, rule)));
    }
}
