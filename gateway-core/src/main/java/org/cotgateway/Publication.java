package org.cotgateway;

import java.util.List;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.PublishOutcome;

/**
 * What became of an event that was published.
 *
 * @param outcome whether it was passed on, and why not
 * @param violations all rules that the event and its groups break; empty unless it is {@link PublishOutcome#INVALID}
 */
public record Publication(PublishOutcome outcome, List<Violation> violations) {

    public Publication {
        violations = List.copyOf(violations);
    }

    /** Whether there is nothing that the sender should mend or try again. */
    public boolean isAccepted() {
        return outcome.isAccepted();
    }
}
