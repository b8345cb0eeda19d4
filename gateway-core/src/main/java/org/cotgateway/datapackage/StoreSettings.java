package org.cotgateway.datapackage;

import java.nio.file.Path;

/**
 * Where packages are kept and how much of them.
 *
 * @param directory made when missing; belongs to one store at a time
 * @param maxBytes most bytes of stored packages, at least 1; one that is being written comes on top
 */
public record StoreSettings(Path directory, long maxBytes) {

    /** Ten gibibytes. */
    public static final long DEFAULT_MAX_BYTES = 10L << 30;

    public StoreSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be at least 1");
        }
    }

    /** This directory with the default limit. */
    public static StoreSettings in(Path directory) {
        return new StoreSettings(directory, DEFAULT_MAX_BYTES);
    }
}
