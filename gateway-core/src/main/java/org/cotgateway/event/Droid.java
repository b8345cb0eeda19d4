package org.cotgateway.event;

import java.util.Optional;

/**
 * {@code uid@Droid}: the callsign again, where the oldest devices look for it. Not the event's uid, in spite of the
 * element's name.
 *
 * @param callsign the name shown on the map
 */
public record Droid(String callsign) implements DetailElement {

    public static final String NAME = "uid";

    /** Reads the element; empty without {@code Droid}. */
    public static Optional<Droid> from(CotElement element) {
        return Optional.ofNullable(element.attribute("Droid")).map(Droid::new);
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME).attribute("Droid", callsign).build();
    }
}
