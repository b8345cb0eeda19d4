package org.cotgateway.config;

import org.jspecify.annotations.Nullable;

/**
 * A part of the earth's surface: a box or a circle, exactly one of them. Immutable. Degrees are WGS-84, north and east
 * positive.
 */
public record AreaConfig(@Nullable Box box, @Nullable Circle circle) {

    static final AreaConfig TEMPLATE = new AreaConfig(null, null);

    /**
     * Between two parallels and two meridians.
     *
     * @param south the southern border, -90 to 90
     * @param west the western border, -180 to 180
     * @param north the northern border, at least {@code south}
     * @param east the eastern border, -180 to 180; less than {@code west} for a box across the antimeridian
     */
    public record Box(double south, double west, double north, double east) {
        static final Box TEMPLATE = new Box(0, 0, 0, 0);
    }

    /**
     * Around a place.
     *
     * @param lat the centre's latitude, -90 to 90
     * @param lon the centre's longitude, -180 to 180
     * @param radiusMeters more than 0
     */
    public record Circle(double lat, double lon, double radiusMeters) {
        static final Circle TEMPLATE = new Circle(0, 0, 1);
    }
}
