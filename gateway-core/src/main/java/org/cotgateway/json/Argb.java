package org.cotgateway.json;

import org.jspecify.annotations.Nullable;

/** A colour that a feature names in two properties, {@code #rrggbb} and an opacity, and CoT in one signed number. */
final class Argb {

    private static final int OPAQUE = 255;
    private static final int HEX = 16;

    private final double usualOpacity;
    private int rgb;
    private boolean hasColor;
    private double opacity;

    /**
     * @param usualOpacity of a colour that comes without, from 0 to 1
     */
    Argb(double usualOpacity) {
        this.usualOpacity = usualOpacity;
        opacity = usualOpacity;
    }

    void clear() {
        hasColor = false;
        opacity = usualOpacity;
    }

    /** Takes {@code #rrggbb} or {@code #rgb}; answers whether it is one. */
    boolean color(String text) {
        String digits = text.length() == 4
                ? "" + text.charAt(1) + text.charAt(1) + text.charAt(2) + text.charAt(2) + text.charAt(3)
                        + text.charAt(3)
                : text.substring(Math.min(1, text.length()));
        if (!text.startsWith("#") || digits.length() != 6) {
            return false;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), HEX);
            if (digit < 0 || digits.charAt(i) > 'f') {
                return false;
            }
            value = value << 4 | digit;
        }
        rgb = value;
        hasColor = true;
        return true;
    }

    /** Takes a number from 0 to 1; answers whether it is one. */
    boolean opacity(double value) {
        boolean fits = value >= 0 && value <= 1;
        opacity = fits ? value : opacity;
        return fits;
    }

    /** The number, or null if there is no colour. */
    @Nullable
    String argb() {
        return hasColor ? Integer.toString((int) Math.round(opacity * OPAQUE) << 24 | rgb) : null;
    }
}
