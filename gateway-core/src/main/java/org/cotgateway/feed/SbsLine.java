package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/**
 * What one of BaseStation's lines says of an aircraft; null for what it does not say. Immutable.
 *
 * @param time when that was, as it is written
 * @param feet pressure altitude
 * @param knots speed over ground
 * @param course in degrees clockwise from true north
 */
record SbsLine(
        @Nullable String time,
        @Nullable String callsign,
        @Nullable Double feet,
        @Nullable Double knots,
        @Nullable Double course,
        @Nullable Double lat,
        @Nullable Double lon,
        @Nullable String squawk,
        @Nullable Boolean onGround) {}
