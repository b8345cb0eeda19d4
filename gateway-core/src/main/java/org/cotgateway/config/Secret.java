package org.cotgateway.config;

import org.jspecify.annotations.Nullable;

/** A password. Immutable; its text shows in nothing but {@link #reveal}. */
public final class Secret {

    /** What is shown of every secret. */
    static final String MASK = "***";

    private final String value;
    private final @Nullable String reference;

    /** @param reference how the file says it without saying it, for example <code>${NAME}</code>; null if it says it */
    Secret(String value, @Nullable String reference) {
        this.value = value;
        this.reference = reference;
    }

    /** As it may be shown: what it came from, or else {@link #MASK}. */
    String written() {
        return reference == null ? MASK : reference;
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
