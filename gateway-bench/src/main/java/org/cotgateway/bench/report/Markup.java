package org.cotgateway.bench.report;

import java.util.Locale;

/** Text of a page or a picture, and numbers in it. */
final class Markup {

    private static final double MANY = 10_000;

    /** Less than the last of the decimals that are shown. */
    private static final double NOTHING = 5e-7;

    private Markup() {}

    /** Text for an element or for an attribute in double quotes; what XML cannot hold becomes a question mark. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\t', '\n', '\r' -> escaped.append(' ');
                default -> escaped.appendCodePoint(isCharacter(c) ? c : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isCharacter(int c) {
        return c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }

    /** As many digits as say something: 1,234,567 or 1,234 or 123 or 12.3 or 1.23 or 0.0123. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= MANY || size == Math.rint(size) || size < NOTHING) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int digits = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%,." + Math.min(digits, 6) + "f", value);
    }

    /** A ratio, always with two decimals. */
    static String ratio(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }

    /** For an axis: 250 k, 1.5 M. */
    static String tick(double value) {
        if (value >= 1e6) {
            return plain(value / 1e6) + " M";
        }
        return value >= MANY ? plain(value / 1e3) + " k" : plain(value);
    }

    /** With as many decimals as it has, four at most: for what was chosen, not measured. */
    static String plain(double value) {
        String text = String.format(Locale.ROOT, "%,.4f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** A length or a place in a picture. */
    static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
