package org.cotgateway.event;

/**
 * Where an event is, in WGS-84. A value of any range can be held, so that bad input can be shown as it came; {@link
 * EventRules} says what is wrong with it.
 *
 * @param lat latitude in degrees, north positive, -90 to 90
 * @param lon longitude in degrees, east positive, -180 to 180
 * @param hae height above the ellipsoid in metres, {@link #UNKNOWN} when not known
 * @param ce circular error, one sigma, in metres, {@link #UNKNOWN} when not known
 * @param le linear (height) error, one sigma, in metres, {@link #UNKNOWN} when not known
 */
public record CotPoint(double lat, double lon, double hae, double ce, double le) {

    /** CoT's published value for an unknown height or error. */
    public static final double UNKNOWN = 9999999.0;

    /** Latitude 0, longitude 0, everything else unknown: the point of events that have no place, such as pings. */
    public static final CotPoint NOWHERE = new CotPoint(0, 0, UNKNOWN, UNKNOWN, UNKNOWN);

    /** A place on the ground with unknown height and errors. */
    public static CotPoint of(double lat, double lon) {
        return new CotPoint(lat, lon, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** A place with a known height above the ellipsoid and unknown errors. */
    public static CotPoint of(double lat, double lon, double hae) {
        return new CotPoint(lat, lon, hae, UNKNOWN, UNKNOWN);
    }
}
