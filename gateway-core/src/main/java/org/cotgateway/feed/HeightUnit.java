package org.cotgateway.feed;

/** In what a height is given. */
public enum HeightUnit {
    METERS(1, 1),
    /** International feet of 0.3048 m. */
    FEET(3_048, 10_000);

    private final double meters;
    private final double units;

    HeightUnit(double meters, double units) {
        this.meters = meters;
        this.units = units;
    }

    /** The same height in metres. */
    double toMeters(double value) {
        return value * meters / units;
    }
}
