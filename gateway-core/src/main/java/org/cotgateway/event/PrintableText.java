package org.cotgateway.event;

/**
 * Text from outside on its way to a terminal or into a log: what could steer the terminal, hide what it says or pass for a
 * line of the log is shown as its code. Those are control characters (also those above 127, which some terminals obey),
 * what turns the direction of writing, line and paragraph separators, and lone surrogates. Safe on any thread.
 */
public final class PrintableText {

    private PrintableText() {}

    /** One line of text, each odd character as {@code \}{@code u009b}. */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** The same, line feeds and tabs left as they are. */
    public static String ofLines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean lines) {
        int first = 0;
        while (first < text.length() && !isOdd(text, first, lines)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isOdd(text, i, lines)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static boolean isOdd(String text, int i, boolean lines) {
        char c = text.charAt(i);
        if (Character.isISOControl(c)) {
            return !lines || c != '\n' && c != '\t';
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c >= '\u2028' && c <= '\u202e'
                || c >= '\u2066' && c <= '\u2069'
                || c == '\u200e'
                || c == '\u200f'
                || c == '\u061c';
    }
}
