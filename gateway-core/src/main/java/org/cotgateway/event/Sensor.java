package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code sensor}: where a camera or another sensor looks.
 *
 * @param azimuth direction of its middle, degrees clockwise from true north
 * @param fov width of what it sees, degrees
 * @param range how far it sees, metres
 */
public record Sensor(
        @Nullable Double azimuth,
        @Nullable Double fov,
        @Nullable Double range) implements DetailElement {

    public static final String NAME = "sensor";

    /** Reads the element; any attribute may be absent, empty when one is not a finite number. */
    public static Optional<Sensor> from(CotElement element) {
        Double azimuth = Attributes.number(element, "azimuth");
        Double fov = Attributes.number(element, "fov");
        Double range = Attributes.number(element, "range");
        boolean unreadable = Attributes.unreadable(element, "azimuth", azimuth)
                || Attributes.unreadable(element, "fov", fov)
                || Attributes.unreadable(element, "range", range);
        return unreadable ? Optional.empty() : Optional.of(new Sensor(azimuth, fov, range));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("azimuth", azimuth)
                .attribute("fov", fov)
                .attribute("range", range)
                .build();
    }
}
