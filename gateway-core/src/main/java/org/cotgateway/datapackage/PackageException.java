package org.cotgateway.datapackage;

import java.util.List;
import java.util.stream.Collectors;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** A package could not be built; says everything that stood in the way. Nothing was stored. */
public final class PackageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    PackageException(List<Violation> violations) {
        this(violations, null);
    }

    PackageException(Violation violation, @Nullable Throwable cause) {
        this(List.of(violation), cause);
    }

    private PackageException(List<Violation> violations, @Nullable Throwable cause) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")), cause);
        this.violations = List.copyOf(violations);
    }

    /** At least one. */
    public List<Violation> violations() {
        return violations;
    }
}
