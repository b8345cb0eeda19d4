package org.cotgateway.datapackage;

import java.util.List;
import java.util.stream.Collectors;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** A package could not be built; says everything that stood in the way. Nothing was stored. */
public final class PackageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;
    private final boolean ofTheStore;

    PackageException(List<Violation> violations) {
        this(violations, null, false);
    }

    PackageException(Violation violation, @Nullable Throwable cause) {
        this(List.of(violation), cause, false);
    }

    /** The store cannot take what may be a good package. */
    static PackageException ofTheStore(Violation violation, @Nullable Throwable cause) {
        return new PackageException(List.of(violation), cause, true);
    }

    private PackageException(List<Violation> violations, @Nullable Throwable cause, boolean ofTheStore) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")), cause);
        this.violations = List.copyOf(violations);
        this.ofTheStore = ofTheStore;
    }

    /** At least one. */
    public List<Violation> violations() {
        return violations;
    }

    /** Whether nothing is wrong with the package: the store has no room, or its disk does not take it. */
    public boolean isOfTheStore() {
        return ofTheStore;
    }
}
