package org.cotgateway.feed;

/** Decimal numbers as partners write them; nothing that a Java program alone would call one. */
final class Numbers {

    private static final int MAX_CHARS = 40;

    private Numbers() {}

    /** The number, or NaN if the text is none: an optional sign, digits with at most one point, an optional exponent. */
    static double parse(String text) {
        return text.length() <= MAX_CHARS && isDecimal(text) ? Double.parseDouble(text) : Double.NaN;
    }

    private static boolean isDecimal(String text) {
        int at = afterSign(text, 0);
        int digits = 0;
        boolean point = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isDigit(c)) {
                digits++;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        return digits > 0 && (at == text.length() || isExponent(text, at));
    }

    private static boolean isExponent(String text, int from) {
        if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
            return false;
        }
        int first = afterSign(text, from + 1);
        for (int at = first; at < text.length(); at++) {
            if (!isDigit(text.charAt(at))) {
                return false;
            }
        }
        return first < text.length();
    }

    private static int afterSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
