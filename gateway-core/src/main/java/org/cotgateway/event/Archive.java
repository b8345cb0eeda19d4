package org.cotgateway.event;

import java.util.Optional;

/** {@code archive}: asks the device to keep the item over a restart. */
public record Archive() implements DetailElement {

    public static final String NAME = "archive";

    /** Reads the element; it always is one. */
    public static Optional<Archive> from(CotElement element) {
        return Optional.of(new Archive());
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME).build();
    }
}
