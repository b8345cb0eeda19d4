package org.cotgateway.hub;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.ReceiverStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator in the log which servers of the configuration cannot be reached, and why: once for each reason, and when
 * they can be again. A stream that was lost and is there again at the next look is nothing to tell. Loop-only.
 */
final class EndpointTroubles {

    private static final Logger log = LoggerFactory.getLogger(EndpointTroubles.class);

    /** What was told last of those who cannot be reached, by their names. */
    private final Map<String, String> told = new HashMap<>();

    /** Only these are there. */
    void retain(Set<String> names) {
        told.keySet().retainAll(names);
    }

    /** Looks at one that is dialled. It is connected once that has lasted, so that a server that soon closes is told of once. */
    void look(String name, ReceiverStatus status) {
        String who = name.equals(status.name()) ? name : name + " (" + status.name() + ")";
        String trouble = status.trouble();
        if (trouble != null) {
            if (status.failures() > 1 && !trouble.equals(told.put(name, trouble))) {
                log.warn("endpoint {} is not connected: {}; dialling again", who, trouble);
            }
        } else if (status.failures() == 0 && told.remove(name) != null) {
            log.warn("endpoint {} is connected", who);
        }
    }
}
