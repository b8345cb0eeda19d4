package org.cotgateway.event;

import org.jspecify.annotations.Nullable;

/** Reads an element's attributes as numbers; null for one that is absent or is no such number. */
final class Attributes {

    private Attributes() {}

    static @Nullable Long wholeNumber(CotElement element, String name) {
        String text = element.attribute(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    static @Nullable Integer smallWholeNumber(CotElement element, String name) {
        Long number = wholeNumber(element, name);
        return number == null || number.intValue() != number ? null : (Integer) number.intValue();
    }

    /** Finite only: what is not a number or infinite tells nothing. */
    static @Nullable Double number(CotElement element, String name) {
        String text = element.attribute(name);
        if (text == null) {
            return null;
        }
        try {
            Double number = Double.valueOf(text.strip());
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** Whether the attribute is there although reading it as a number gave null. */
    static boolean unreadable(CotElement element, String name, @Nullable Number read) {
        return read == null && element.attribute(name) != null;
    }
}
