package org.cotgateway.config;

import org.jspecify.annotations.Nullable;

/** A password. Immutable; its text shows in nothing but {@link #reveal}. */
public final class Secret {

    /** What is shown of every secret. */
    static final String MASK = "***";

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    /** The password itself: for the one who uses it, never for output. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
