package org.cotgateway.tls;

import java.util.List;
import org.cotgateway.event.Violation;

/**
 * What was found in TLS settings and the files that they name. Immutable.
 *
 * @param violations what must be mended; the fields are those of {@link TlsSettings}
 * @param warnings what works, but hardly as meant or safely, likewise; none while there are violations
 */
public record TlsCheck(List<Violation> violations, List<Violation> warnings) {

    public TlsCheck {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }
}
