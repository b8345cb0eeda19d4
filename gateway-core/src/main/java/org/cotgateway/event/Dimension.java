package org.cotgateway.event;

import java.util.Optional;

/** Where something moves or stands: the battle dimension of MIL-STD-2525, the third part of an atom's type. */
public enum Dimension {
    SPACE("P"),
    AIR("A"),
    GROUND("G"),
    SEA_SURFACE("S"),
    SUBSURFACE("U"),
    SPECIAL_OPERATIONS("F"),
    OTHER("X");

    private final String code;

    Dimension(String code) {
        this.code = code;
    }

    /** The letter in a type. */
    public String code() {
        return code;
    }

    /** The dimension of this letter; upper case only. */
    public static Optional<Dimension> of(String code) {
        for (Dimension dimension : values()) {
            if (dimension.code.equals(code)) {
                return Optional.of(dimension);
            }
        }
        return Optional.empty();
    }
}
