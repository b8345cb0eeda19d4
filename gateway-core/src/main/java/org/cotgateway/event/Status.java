package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code status}: how a device or a thing is doing.
 *
 * @param battery charge in percent
 * @param readiness whether it is ready for use
 */
public record Status(@Nullable Integer battery, @Nullable Boolean readiness) implements DetailElement {

    public static final String NAME = "status";

    /** Reads the element; any attribute may be absent, empty when the battery is not a whole number. */
    public static Optional<Status> from(CotElement element) {
        Integer battery = Attributes.smallWholeNumber(element, "battery");
        if (Attributes.unreadable(element, "battery", battery)) {
            return Optional.empty();
        }
        String readiness = element.attribute("readiness");
        return Optional.of(new Status(battery, readiness == null ? null : Boolean.valueOf(readiness)));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("battery", battery)
                .attribute("readiness", readiness)
                .build();
    }
}
