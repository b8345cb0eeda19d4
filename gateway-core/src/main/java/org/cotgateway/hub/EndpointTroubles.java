package org.cotgateway.hub;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.ReceiverStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator in the log which servers of the configuration cannot be reached, and why: once for each reason, also where
 * several take turns, up to a bound; and when they can be again, after which all reasons are new. A stream that was lost and is
 * there again at the next look is nothing to tell. Loop-only.
 */
final class EndpointTroubles {

    private static final Logger log = LoggerFactory.getLogger(EndpointTroubles.class);

    /** What a peer says of itself may be another thing each time. */
    private static final int MAX_REASONS = 8;

    /** The lines about those who cannot be reached, since they last could be, by their names. */
    private final Map<String, Set<String>> told = new HashMap<>();

    /** Only these are there. */
    void retain(Set<String> names) {
        told.keySet().retainAll(names);
    }

    /** Looks at one that is dialled. It is connected once that has lasted, so that a server that soon closes is told of once. */
    void look(String name, ReceiverStatus status) {
        String who = name.equals(status.name()) ? name : name + " (" + status.name() + ")";
        String trouble = status.trouble();
        if (trouble != null) {
            if (status.failures() > 1) {
                tell(name, who + " is not connected: " + trouble);
            }
        } else if (status.failures() == 0 && told.remove(name) != null) {
            log.warn("endpoint {} is connected", who);
        }
    }

    private void tell(String name, String line) {
        Set<String> lines = told.computeIfAbsent(name, absent -> new HashSet<>());
        if (lines.size() < MAX_REASONS && lines.add(line)) {
            log.warn("endpoint {}; dialling again", line);
        }
    }
}
