package org.cotgateway.push;

import java.util.List;
import java.util.stream.Collectors;
import org.cotgateway.event.Violation;

/** A push was not begun at all: its request breaks rules, or the gateway has as much to do as it may. */
public final class PushRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a push was refused. */
    public enum Why {
        /** The request breaks rules; asking again will not help. */
        INVALID,
        /** Too much is under way; asking again later will help. */
        BUSY,
        /** The gateway is closed. */
        CLOSED
    }

    private final Why why;
    private final transient List<Violation> violations;

    PushRefusedException(Why why, List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.why = why;
        this.violations = List.copyOf(violations);
    }

    public Why why() {
        return why;
    }

    /** Everything that is wrong, at least one. */
    public List<Violation> violations() {
        return violations;
    }
}
