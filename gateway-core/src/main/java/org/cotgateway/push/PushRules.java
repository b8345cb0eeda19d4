package org.cotgateway.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;

/** What must hold of a request before anything is done for it. */
final class PushRules {

    private static final int MAX_PORT = 65_535;

    private PushRules() {}

    static List<Violation> check(PushRequest request, Instant now) {
        List<Violation> violations = new ArrayList<>(EventRules.check(request.event()));
        checkNotStale(request.event(), now, violations);
        if (request.endpoints().isEmpty()) {
            violations.add(Violation.of("endpoints", null, "must name at least one"));
        }
        if (request.timeout().compareTo(Duration.ZERO) <= 0) {
            violations.add(Violation.of("timeout", request.timeout().toString(), "must be more than 0"));
        }
        if (request.contactPort() < 1 || request.contactPort() > MAX_PORT) {
            violations.add(Violation.of(
                    "contactPort", String.valueOf(request.contactPort()), "must be between 1 and " + MAX_PORT));
        }
        if (request.attachments().isEmpty() && request.goal() != Milestone.SENT) {
            violations.add(Violation.of(
                    "await",
                    request.goal().toString(),
                    "needs attachments: an event alone is neither fetched nor acknowledged"));
        }
        return violations;
    }

    private static void checkNotStale(CotEvent event, Instant now, List<Violation> violations) {
        if (event.staleMs() <= now.toEpochMilli()) {
            violations.add(Violation.of(
                    "event@stale",
                    Instant.ofEpochMilli(event.staleMs()).toString(),
                    "has passed; a device would not show the event"));
        }
    }
}
