package org.cotgateway.feed;

/** In what a speed is given. */
public enum SpeedUnit {
    /** Metres per second. */
    MPS(1, 1),
    /** Nautical miles, of 1,852 m, per hour. */
    KNOTS(1_852, 3_600),
    /** Kilometres per hour. */
    KMH(1_000, 3_600),
    /** Statute miles, of 1,609.344 m, per hour. */
    MPH(1_609.344, 3_600);

    private final double meters;
    private final double seconds;

    SpeedUnit(double meters, double seconds) {
        this.meters = meters;
        this.seconds = seconds;
    }

    /** The same speed in metres per second. */
    double toMetersPerSecond(double value) {
        // Of the two noughts the one without a sign.
        return value * meters / seconds + 0.0;
    }
}
