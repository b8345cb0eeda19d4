package org.cotgateway.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.event.Violation;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.DeliveryState;

/**
 * To whom something goes.
 *
 * @param good endpoints that can be sent to
 * @param bad those that cannot, each with what is wrong with it
 */
record Targets(List<Endpoint> good, List<DeliveryReport> bad) {

    static Targets of(Collection<String> endpoints) {
        List<Endpoint> good = new ArrayList<>();
        List<DeliveryReport> bad = new ArrayList<>();
        Instant now = Instant.now();
        for (String text : endpoints) {
            List<Violation> violations = Endpoint.check(text);
            if (violations.isEmpty()) {
                good.add(Endpoint.parse(text));
            } else {
                String why = violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
                bad.add(new DeliveryReport(text, DeliveryState.FAILED, why, 0, now, null, null, null, now, List.of()));
            }
        }
        return new Targets(good, bad);
    }
}
