package org.cotgateway.feed;

/** How latitudes and longitudes are written. Everywhere N, S, E or W before or behind may stand in place of a sign. */
public enum AngleFormat {
    /** Decimal degrees: {@code -48.2082}, {@code 48.2082S}. */
    DEGREES,
    /** Degrees and decimal minutes: {@code 4812.492N} as in NMEA 0183, {@code 48 12.492}, {@code 48°12.492'N}. */
    DM,
    /** Degrees, minutes and decimal seconds: {@code 481229.5N}, {@code 48 12 29.5}, {@code 48°12'29.5"N}. */
    DMS
}
