package org.cotgateway.route;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Violation;

/**
 * A part of the earth's surface, borders included. Immutable. Degrees are WGS-84, north and east positive. Any values can
 * be held, so that bad input can be shown as it came; {@link #check} says what is wrong with them. A place that is not a
 * number lies in no area.
 */
public sealed interface Area {

    /** Whether the place lies in it. Allocates nothing. */
    boolean contains(double lat, double lon);

    /** All violations; none if it is valid. Fields are {@code area@} and the component's name. */
    List<Violation> check();

    /**
     * Between two parallels and two meridians.
     *
     * @param south the southern border, -90 to 90
     * @param west the western border, -180 to 180
     * @param north the northern border, at least {@code south}
     * @param east the eastern border, -180 to 180; less than {@code west} for a box across the antimeridian
     */
    record BoundingBox(double south, double west, double north, double east) implements Area {

        @Override
        public boolean contains(double lat, double lon) {
            if (!(lat >= south && lat <= north)) {
                return false;
            }
            // All meridians meet at a pole, and 180 degrees west is 180 degrees east.
            boolean atPole = Math.abs(lat) == 90 && !Double.isNaN(lon);
            return atPole || spans(lon) || Math.abs(lon) == 180 && spans(-lon);
        }

        private boolean spans(double lon) {
            return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
        }

        @Override
        public List<Violation> check() {
            List<Violation> found = new ArrayList<>();
            checkLat("area@south", south, found);
            checkLon("area@west", west, found);
            checkLat("area@north", north, found);
            checkLon("area@east", east, found);
            if (south > north) {
                found.add(Violation.of("area@south", Double.toString(south), "must be at most area@north"));
            }
            return List.copyOf(found);
        }
    }

    /**
     * Around a centre, by great-circle distance on a sphere of the earth's mean radius: up to half a percent off the true
     * distance.
     *
     * @param lat the centre's latitude, -90 to 90
     * @param lon the centre's longitude, -180 to 180
     * @param radiusM metres, over 0
     */
    record Circle(double lat, double lon, double radiusM) implements Area {

        private static final double EARTH_RADIUS_M = 6_371_008.8;

        @Override
        public boolean contains(double otherLat, double otherLon) {
            double angle = radiusM / EARTH_RADIUS_M;
            double northward = Math.toRadians(otherLat - lat);
            if (!(Math.abs(northward) <= angle)) {
                return false;
            }
            double halfNorthward = Math.sin(northward / 2);
            double halfEastward = Math.sin(Math.toRadians(otherLon - lon) / 2);
            double haversine = halfNorthward * halfNorthward
                    + Math.cos(Math.toRadians(lat)) * Math.cos(Math.toRadians(otherLat)) * halfEastward * halfEastward;
            return 2 * Math.asin(Math.sqrt(Math.min(1, haversine))) <= angle;
        }

        @Override
        public List<Violation> check() {
            List<Violation> found = new ArrayList<>();
            checkLat("area@lat", lat, found);
            checkLon("area@lon", lon, found);
            if (!(radiusM > 0 && radiusM < Double.POSITIVE_INFINITY)) {
                found.add(Violation.of("area@radiusM", Double.toString(radiusM), "must be a number over 0"));
            }
            return List.copyOf(found);
        }
    }

    private static void checkLat(String field, double value, List<Violation> found) {
        if (!(Math.abs(value) <= 90)) {
            found.add(Violation.of(field, Double.toString(value), "must be between -90 and 90"));
        }
    }

    private static void checkLon(String field, double value, List<Violation> found) {
        if (!(Math.abs(value) <= 180)) {
            found.add(Violation.of(field, Double.toString(value), "must be between -180 and 180"));
        }
    }
}
