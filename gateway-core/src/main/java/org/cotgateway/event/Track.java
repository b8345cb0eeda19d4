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

    /** What {@link #clockwise} asks for. */
    public static final String COURSE_RULE = "must be between -360 and 360 degrees";

    private static final double CIRCLE = 360;

    /** Reads the element; either attribute may be absent, empty when one is not a finite number. */
    public static Optional<Track> from(CotElement element) {
        Double course = Attributes.number(element, "course");
        Double speed = Attributes.number(element, "speed");
        return Attributes.unreadable(element, "course", course) || Attributes.unreadable(element, "speed", speed)
                ? Optional.empty()
                : Optional.of(new Track(course, speed));
    }

    /**
     * A course as partners give it, in degrees from true north, clockwise or, below 0, the other way: what has -180 to 180
     * degrees means the same.
     *
     * @return from 0 to 360, -90 being 270; NaN if it is further off
     */
    public static double clockwise(double degrees) {
        if (!(Math.abs(degrees) <= CIRCLE)) {
            return Double.NaN;
        }
        return degrees < 0 ? degrees + CIRCLE : Math.abs(degrees);
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("course", course)
                .attribute("speed", speed)
                .build();
    }
}
