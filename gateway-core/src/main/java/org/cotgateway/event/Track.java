package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code track}: where something is heading and how fast.
 *
 * @param course degrees clockwise from true north
 * @param speed metres per second over ground
 */
public record Track(@Nullable Double course, @Nullable Double speed) implements DetailElement {

    public static final String NAME = "track";

    /** Reads the element; either attribute may be absent, empty when one is not a finite number. */
    public static Optional<Track> from(CotElement element) {
        Double course = Attributes.number(element, "course");
        Double speed = Attributes.number(element, "speed");
        return Attributes.unreadable(element, "course", course) || Attributes.unreadable(element, "speed", speed)
                ? Optional.empty()
                : Optional.of(new Track(course, speed));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("course", course)
                .attribute("speed", speed)
                .build();
    }
}
