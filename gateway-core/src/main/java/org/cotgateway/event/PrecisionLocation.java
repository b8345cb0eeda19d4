package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code precisionlocation}: where the position and the height came from.
 *
 * @param geopointsrc source of the position, for example {@code GPS} or {@code USER}
 * @param altsrc source of the height, for example {@code GPS} or {@code DTED0}
 */
public record PrecisionLocation(
        @Nullable String geopointsrc, @Nullable String altsrc) implements DetailElement {

    public static final String NAME = "precisionlocation";

    /** Reads the element; any of its attributes may be absent. */
    public static Optional<PrecisionLocation> from(CotElement element) {
        return Optional.of(new PrecisionLocation(element.attribute("geopointsrc"), element.attribute("altsrc")));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("geopointsrc", geopointsrc)
                .attribute("altsrc", altsrc)
                .build();
    }
}
