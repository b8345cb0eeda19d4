package org.cotgateway.event;

import java.util.Optional;

/**
 * {@code color}: the colour that something is drawn in.
 *
 * @param argb alpha, red, green and blue, eight bits each from the top; written as a signed number, so that opaque white
 *     is -1
 */
public record Color(int argb) implements DetailElement {

    public static final String NAME = "color";

    private static final int OPAQUE = 0xff000000;

    /** An opaque colour of {@code 0xRRGGBB}. */
    public static Color rgb(int rgb) {
        return new Color(OPAQUE | rgb);
    }

    /** Reads the element; empty when {@code argb} is missing or is no signed 32-bit number. */
    public static Optional<Color> from(CotElement element) {
        return Optional.ofNullable(Attributes.smallWholeNumber(element, "argb")).map(Color::new);
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME).attribute("argb", argb).build();
    }
}
