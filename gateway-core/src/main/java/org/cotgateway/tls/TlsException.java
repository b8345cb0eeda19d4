package org.cotgateway.tls;

import java.util.List;
import java.util.stream.Collectors;
import org.cotgateway.event.Violation;

/** Settings of TLS that no context can be made of, with everything that is wrong with them. Never holds a password. */
public final class TlsException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    TlsException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
