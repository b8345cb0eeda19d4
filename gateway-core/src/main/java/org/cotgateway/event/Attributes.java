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

    static @Nullable Double number(CotElement element, String name) {
        String text = element.attribute(name);
        if (text == null) {
            return null;
        }
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
