package org.cotgateway.json;

/** What is a number in JSON, and one that a double can hold. */
final class JsonNumber {

    private static final int MOST_CHARS = 100;

    private JsonNumber() {}

    static boolean is(String text) {
        int length = text.length();
        if (length == 0 || length > MOST_CHARS) {
            return false;
        }
        int at = text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, at);
        if (whole == 0 || whole > 1 && text.charAt(at) == '0') {
            return false;
        }
        at += whole;
        if (at < length && text.charAt(at) == '.') {
            int places = digits(text, at + 1);
            if (places == 0) {
                return false;
            }
            at += 1 + places;
        }
        return at == length || isExponent(text, at) && Double.isFinite(Double.parseDouble(text));
    }

    private static boolean isExponent(String text, int from) {
        int at = from + 1;
        if ((text.charAt(from) | ' ') != 'e' || at == text.length()) {
            return false;
        }
        if (text.charAt(at) == '-' || text.charAt(at) == '+') {
            at++;
        }
        int digits = digits(text, at);
        return digits > 0 && at + digits == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }
}
