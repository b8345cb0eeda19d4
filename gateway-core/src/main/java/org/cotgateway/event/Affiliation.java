package org.cotgateway.event;

import java.util.Optional;

/** Whose side something is on: the second part of an atom's type. Source: MIL-STD-2525, in CoT's lower case. */
public enum Affiliation {
    PENDING("p", "pending"),
    UNKNOWN("u", "unknown affiliation"),
    ASSUMED_FRIEND("a", "assumed friend"),
    FRIEND("f", "friendly"),
    NEUTRAL("n", "neutral"),
    SUSPECT("s", "suspect"),
    HOSTILE("h", "hostile"),
    /** Friendly, plays a suspect in an exercise. */
    JOKER("j", "joker"),
    /** Friendly, plays a hostile in an exercise. */
    FAKER("k", "faker"),
    NONE_SPECIFIED("o", "no affiliation specified"),
    OTHER("x", "other affiliation");

    private final String code;
    private final String label;

    Affiliation(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The letter in a type. */
    public String code() {
        return code;
    }

    /** In words. */
    public String label() {
        return label;
    }

    /** The affiliation of this letter; lower case only. */
    public static Optional<Affiliation> of(String code) {
        for (Affiliation affiliation : values()) {
            if (affiliation.code.equals(code)) {
                return Optional.of(affiliation);
            }
        }
        return Optional.empty();
    }
}
