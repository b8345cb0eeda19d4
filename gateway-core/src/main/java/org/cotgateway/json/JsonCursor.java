package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.cotgateway.event.Track;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one item after the other and collects what is wrong. {@link PlainCursor} does it fast and gives up at what is
 * unusual, {@link ParsedCursor} takes everything.
 *
 * <p>The token at which the walk stands is {@link #token}. A value that is not of the kind that is asked for is a violation,
 * and the walk goes on behind it.
 */
abstract class JsonCursor {

    /** An item that cannot be read to its end; what is wrong is among the violations. */
    static final class BrokenItemException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenItemException() {
            super("said in the violations", null, false, false);
        }
    }

    private static final int FINITE_CHARS = 300;

    private final int maxNumberChars;
    private final List<Violation> violations = new ArrayList<>();
    private byte[] in = new byte[0];
    private int from;
    private int to;

    /** Where the walk stands. */
    protected JsonToken token = JsonToken.NOT_AVAILABLE;

    /** How many objects and arrays are open there. */
    protected int depth;

    protected JsonCursor(DocumentSettings settings) {
        maxNumberChars = settings.maxNumberChars();
    }

    /** Goes to the first token of an item. */
    final JsonToken begin(byte[] item, int start, int end, int line) throws BrokenItemException {
        violations.clear();
        depth = 0;
        in = item;
        from = start;
        to = end;
        open(item, start, end, line);
        return next();
    }

    /** Takes the item. */
    protected abstract void open(byte[] item, int start, int end, int line) throws BrokenItemException;

    /** Goes to the next token. */
    abstract JsonToken next() throws BrokenItemException;

    /** Looks whether the item ends where its value does. */
    abstract void finish() throws BrokenItemException;

    /** The name of the field at whose name or value the walk stands. */
    protected abstract String name() throws BrokenItemException;

    /** The text of a value that is neither object nor array. */
    protected abstract String text() throws BrokenItemException;

    /** How long a number is written. */
    protected abstract int numberChars() throws BrokenItemException;

    /** Whether what passes for a number is one in JSON, too. */
    protected abstract boolean isOfJson() throws BrokenItemException;

    /** The number; infinite if no double can hold it. */
    protected abstract double parseNumber() throws BrokenItemException;

    /** The string as a time, or {@link TimeText#NOT_A_TIME}. */
    protected abstract long parseTime() throws BrokenItemException;

    /** Where the walk stands, as a JSON Pointer. */
    abstract String pointer();

    /** Says what is wrong with the value at which the walk stands. */
    abstract void violate(String rule) throws BrokenItemException;

    /** Says what is wrong with something in the item. */
    final void violate(String pointer, @Nullable String value, String rule) {
        violations.add(Violation.of(pointer, value, rule));
    }

    final List<Violation> violations() {
        return violations;
    }

    final JsonToken token() {
        return token;
    }

    /** Goes to the value of the next field of an object, and answers the field's name; null at the object's end. */
    final @Nullable String nextField() throws BrokenItemException {
        if (next() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = name();
        next();
        return name;
    }

    /** Passes over the value: goes to its last token. */
    final void skip() throws BrokenItemException {
        if (token.isStructStart()) {
            int outside = depth - 1;
            while (depth > outside) {
                next();
            }
        }
    }

    /** Whether the value begins an object; if not that is a violation, and the value is passed over. */
    final boolean isObject() throws BrokenItemException {
        return is(JsonToken.START_OBJECT, "must be an object");
    }

    /** Whether the value begins an array; if not that is a violation, and the value is passed over. */
    final boolean isArray() throws BrokenItemException {
        return is(JsonToken.START_ARRAY, "must be an array");
    }

    private boolean is(JsonToken wanted, String rule) throws BrokenItemException {
        if (token == wanted) {
            return true;
        }
        violate(rule);
        skip();
        return false;
    }

    /** The value as a string; null is none, anything else a violation. */
    final @Nullable String string() throws BrokenItemException {
        if (token == JsonToken.VALUE_STRING) {
            return text();
        }
        if (token != JsonToken.VALUE_NULL) {
            violate("must be a string");
            skip();
        }
        return null;
    }

    /**
     * The value as the text that an attribute has: a string, or a number, true or false as it is written. Null is none, anything
     * else a violation.
     */
    final @Nullable String scalar() throws BrokenItemException {
        switch (token) {
            case VALUE_STRING, VALUE_TRUE, VALUE_FALSE -> {
                return text();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return isNumber() ? text() : null;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                violate("must be a string, a number, true or false");
                skip();
                return null;
            }
        }
    }

    /** The value as the text of a number, finite and as it is written; null after a violation. */
    final @Nullable String numberText() throws BrokenItemException {
        if (isNull() || !isNumber()) {
            return null;
        }
        String text = text();
        // Without an exponent so few digits are finite.
        boolean isFinite = text.length() < FINITE_CHARS && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        return isFinite || !Double.isNaN(number()) ? text : null;
    }

    /** The same of a course, as {@link Track#clockwise} has it. */
    final @Nullable String courseText() throws BrokenItemException {
        String text = numberText();
        if (text == null) {
            return null;
        }
        double degrees = number();
        double course = Track.clockwise(degrees);
        if (Double.isNaN(course)) {
            violate(Track.COURSE_RULE);
            return null;
        }
        return course == degrees ? unsigned(text) : Double.toString(course);
    }

    /** A number that is not below 0, of which -0.0 is one. */
    private static String unsigned(String number) {
        return number.charAt(0) == '-' ? number.substring(1) : number;
    }

    /** The same of a speed, which is not negative. */
    final @Nullable String speedText() throws BrokenItemException {
        String text = numberText();
        if (text == null) {
            return null;
        }
        if (number() >= 0) {
            return unsigned(text);
        }
        violate("must not be negative");
        return null;
    }

    final boolean isNull() {
        return token == JsonToken.VALUE_NULL;
    }

    /** The value as true or false; null is false, anything else a violation. */
    final boolean bool() throws BrokenItemException {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
            violate("must be true or false");
            skip();
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The value as a number; NaN after a violation. */
    final double number() throws BrokenItemException {
        if (!isNumber()) {
            return Double.NaN;
        }
        double value = parseNumber();
        if (!Double.isFinite(value)) {
            violate("must be a number that a double can hold");
            return Double.NaN;
        }
        return value;
    }

    private boolean isNumber() throws BrokenItemException {
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            violate("must be a number");
            skip();
            return false;
        }
        if (numberChars() > maxNumberChars) {
            violate("must be written with at most " + maxNumberChars + " characters");
            return false;
        }
        if (!isOfJson()) {
            violate("must be a number, and finite");
            return false;
        }
        return true;
    }

    /** The value as a time in milliseconds since 1970; {@link TimeText#NOT_A_TIME} after a violation. */
    final long time() throws BrokenItemException {
        if (token == JsonToken.VALUE_STRING) {
            long ms = parseTime();
            if (ms != TimeText.NOT_A_TIME) {
                return ms;
            }
        }
        violate("must be a time such as 2026-01-31T23:59:59.000Z");
        skip();
        return TimeText.NOT_A_TIME;
    }

    /** An identity for an item that has none: the same bytes have the same. */
    final String fingerprint() {
        return UUID.nameUUIDFromBytes(Arrays.copyOfRange(in, from, to)).toString();
    }
}
