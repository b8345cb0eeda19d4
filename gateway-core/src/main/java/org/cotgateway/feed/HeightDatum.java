package org.cotgateway.feed;

/** Above what a height is given. Events have heights above the ellipsoid. */
public enum HeightDatum {
    /** The ellipsoid of WGS 84, as satellite navigation measures. */
    ELLIPSOID,
    /** Mean sea level; made a height above the ellipsoid by {@link Geoid}. */
    MSL
}
