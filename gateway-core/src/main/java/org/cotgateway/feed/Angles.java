package org.cotgateway.feed;

import java.util.ArrayList;
import java.util.List;

/** Latitudes and longitudes as text to degrees. Stateless. */
final class Angles {

    private static final String SEPARATORS = " :°'\"′″º’”";
    private static final double MINUTES = 60;
    private static final double SECONDS = 3_600;

    private Angles() {}

    /**
     * The angle in degrees, or NaN if the text is none.
     *
     * @param hemispheres the letter for positive values, then that for negative ones: {@code NS} or {@code EW}
     */
    static double parse(String text, AngleFormat format, String hemispheres) {
        String number = text.strip();
        if (number.isEmpty()) {
            return Double.NaN;
        }
        int hemisphere = hemisphere(number.charAt(0), hemispheres);
        if (hemisphere != 0) {
            number = number.substring(1).stripLeading();
        } else {
            hemisphere = hemisphere(number.charAt(number.length() - 1), hemispheres);
            if (hemisphere != 0) {
                number = number.substring(0, number.length() - 1).stripTrailing();
            }
        }
        boolean signed = !number.isEmpty() && (number.charAt(0) == '-' || number.charAt(0) == '+');
        if (number.isEmpty() || signed && hemisphere != 0) {
            return Double.NaN;
        }
        int sign = hemisphere != 0 ? hemisphere : number.charAt(0) == '-' ? -1 : 1;
        String plain = signed ? number.substring(1) : number;
        double degrees = format == AngleFormat.DEGREES ? whole(plain) : sexagesimal(plain, format);
        return degrees == 0 ? degrees : sign * degrees;
    }

    private static int hemisphere(char letter, String hemispheres) {
        char upper = Character.toUpperCase(letter);
        return upper == hemispheres.charAt(0) ? 1 : upper == hemispheres.charAt(1) ? -1 : 0;
    }

    /** Degrees alone, with or without their sign. */
    private static double whole(String text) {
        String plain = text.endsWith("°") ? text.substring(0, text.length() - 1).stripTrailing() : text;
        return plain.isEmpty() || plain.charAt(0) == '-' || plain.charAt(0) == '+' ? Double.NaN : Numbers.parse(plain);
    }

    private static double sexagesimal(String text, AngleFormat format) {
        int wanted = format == AngleFormat.DM ? 2 : 3;
        List<String> parts = parts(text);
        if (parts.size() == 1) {
            parts = packed(parts.get(0), wanted);
        }
        if (parts.size() != wanted) {
            return Double.NaN;
        }
        double minutes = 0;
        for (int i = 0; i < wanted; i++) {
            String part = parts.get(i);
            boolean last = i == wanted - 1;
            double value = last || part.indexOf('.') < 0 ? Numbers.parse(part) : Double.NaN;
            if (Double.isNaN(value) || i > 0 && value >= MINUTES) {
                return Double.NaN;
            }
            minutes = minutes * MINUTES + value;
        }
        return minutes / (wanted == 2 ? MINUTES : SECONDS);
    }

    /** What stands between separators; no parts if anything else stands there. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Numbers.isDigit(c) || c == '.') {
                part.append(c);
            } else if (SEPARATORS.indexOf(c) < 0) {
                return List.of();
            } else if (!part.isEmpty()) {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    /** {@code 4812.492} to 48 and 12.492: of the digits before the point the last two are minutes, or seconds. */
    private static List<String> packed(String text, int wanted) {
        int point = text.indexOf('.');
        int whole = point < 0 ? text.length() : point;
        List<String> parts = new ArrayList<>();
        int end = text.length();
        for (int i = wanted - 1; i > 0; i--) {
            int start = whole - 2;
            if (start <= 0) {
                return List.of();
            }
            parts.add(0, text.substring(start, end));
            end = start;
            whole = start;
        }
        parts.add(0, text.substring(0, end));
        return parts;
    }
}
