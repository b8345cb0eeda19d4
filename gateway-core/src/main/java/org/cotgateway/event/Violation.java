package org.cotgateway.event;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with an input: which field, what stood there, and the rule that it breaks. Inputs are answered
 * with all their violations at once.
 *
 * @param field the field's name, shortened and made printable, for example {@code point@lat} or {@code --to}
 * @param value what stood there, shortened and made printable; null when the field is missing
 * @param rule what must hold, made printable, as a sentence fragment: {@code must be between -90 and 90}
 * @param at where in the text, or null when the input is not a text
 */
public record Violation(
        String field,
        @Nullable String value,
        String rule,
        @Nullable TextPosition at) {

    private static final int MAX_VALUE_CHARS = 80;
    /** Names in an input may be as long as the input; a place in a document that is nested as deep as may be is shorter. */
    private static final int MAX_FIELD_CHARS = 1_000;

    public Violation {
        field = printable(field, MAX_FIELD_CHARS);
        value = value == null ? null : printable(value, MAX_VALUE_CHARS);
        rule = printable(rule, Integer.MAX_VALUE);
    }

    public static Violation of(String field, @Nullable String value, String rule) {
        return new Violation(field, value, rule, null);
    }

    /** This violation, of the field as somebody else calls it. */
    public Violation in(String otherField) {
        return new Violation(otherField, value, rule, at);
    }

    /** This violation, found at that place. */
    public Violation at(@Nullable TextPosition position) {
        return new Violation(field, value, rule, position);
    }

    /** {@code point@lat "91": must be between -90 and 90}, with line and column in front where they are known. */
    @Override
    public String toString() {
        String place = at == null ? "" : at + ": ";
        return value == null ? place + field + ": " + rule : place + field + " \"" + value + "\": " + rule;
    }

    private static String printable(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return PrintableText.of(text);
        }
        boolean inPair =
                Character.isHighSurrogate(text.charAt(maxChars - 1)) && Character.isLowSurrogate(text.charAt(maxChars));
        return PrintableText.of(text.substring(0, inPair ? maxChars + 1 : maxChars)) + "...";
    }
}
