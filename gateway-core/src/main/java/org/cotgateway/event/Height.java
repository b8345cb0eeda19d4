package org.cotgateway.event;

import java.util.Optional;

/**
 * {@code height}: how tall something is.
 *
 * @param value metres
 */
public record Height(double value) implements DetailElement {

    public static final String NAME = "height";

    /** Reads the element; empty when {@code value} is missing or not a finite number. */
    public static Optional<Height> from(CotElement element) {
        return Optional.ofNullable(Attributes.number(element, "value")).map(Height::new);
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME).attribute("value", value).build();
    }
}
