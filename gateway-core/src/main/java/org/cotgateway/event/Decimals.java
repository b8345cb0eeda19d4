package org.cotgateway.event;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as text for attributes: the fewest digits that read back to the same double, never an exponent, because not
 * every consumer takes one. For the odd number in an element; the codec has a faster way for the hot path.
 */
final class Decimals {

    /** Seventeen significant digits tell any two doubles apart. */
    private static final int ENOUGH_DIGITS = 17;

    private static final double ALL_WHOLE_BELOW = 1L << 53;

    private Decimals() {}

    static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < ALL_WHOLE_BELOW) {
            return Long.toString((long) value);
        }
        // Double.toString is not the shortest before Java 19, so ask for one digit more until it reads back.
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= ENOUGH_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        return shortest.stripTrailingZeros().toPlainString();
    }
}
