package org.cotgateway.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one item after the other and collects what is wrong. One parser reads them all, and is only replaced when one
 * of them is broken: so nothing is allocated for an item but its texts.
 *
 * <p>The token at which the walk stands is {@link #token}. A value that is not of the kind that is asked for is a violation,
 * and the walk goes on behind it.
 */
final class JsonCursor {

    /** An item that cannot be read to its end; what is wrong is among the violations. */
    static final class BrokenItemException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenItemException() {
            super("said in the violations", null, false, false);
        }
    }

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_POOLED = 64;
    private static final int FINITE_CHARS = 300;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // As a token, so that it is one wrong value and not the end of the item.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Items are bounded as a whole, numbers where their text is looked at.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final DocumentSettings settings;
    private final List<Violation> violations = new ArrayList<>();
    private final TextPool pool = new TextPool();
    private final TimeText times = new TimeText();

    private JsonParser parser;
    private JsonToken token = JsonToken.NOT_AVAILABLE;
    private int depth;
    private byte[] in = new byte[0];
    private int from;
    private int line;
    /** How many bytes the parser had been fed before the item. */
    private long fedBefore;

    private long fed;

    JsonCursor(DocumentSettings settings) {
        this.settings = settings;
        parser = newParser();
    }

    /** Goes to the first token of an item. */
    JsonToken begin(byte[] item, int start, int end, int itemLine) throws BrokenItemException {
        violations.clear();
        depth = 0;
        in = item;
        from = start;
        line = itemLine;
        fedBefore = fed;
        fed += end - start;
        try {
            ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(item, start, end);
        } catch (IOException impossible) {
            throw new IllegalStateException("the parser has not read the last item to its end", impossible);
        }
        return next();
    }

    /** Looks whether the item ends where its value does. */
    void finish() throws BrokenItemException {
        JsonToken behind;
        try {
            behind = parser.nextToken();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
        if (behind != JsonToken.NOT_AVAILABLE) {
            throw broken(Violation.of("", null, "must be one JSON object and nothing behind it"));
        }
    }

    /** Makes the walk ready for another item, wherever it stands in this one. */
    void reset() {
        try {
            parser.close();
        } catch (IOException impossible) {
            throw new IllegalStateException("a parser without a source cannot fail to close it", impossible);
        }
        parser = newParser();
        fed = 0;
    }

    private static JsonParser newParser() {
        try {
            return FACTORY.createNonBlockingByteArrayParser();
        } catch (IOException impossible) {
            throw new IllegalStateException("a parser without a source cannot fail to open it", impossible);
        }
    }

    List<Violation> violations() {
        return violations;
    }

    JsonToken token() {
        return token;
    }

    JsonToken next() throws BrokenItemException {
        JsonToken next;
        try {
            next = parser.nextToken();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
        if (next == JsonToken.NOT_AVAILABLE || next == null) {
            throw broken(Violation.of("", null, "must be complete JSON; it is cut off"));
        }
        if (next.isStructStart() && ++depth > settings.maxDepth()) {
            throw broken(Violation.of(pointer(), null, "must not nest deeper than " + settings.maxDepth()));
        }
        if (next.isStructEnd()) {
            depth--;
        }
        token = next;
        return next;
    }

    /** Goes to the value of the next field of an object, and answers the field's name; null at the object's end. */
    @Nullable
    String nextField() throws BrokenItemException {
        if (next() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = currentName();
        next();
        return name;
    }

    private String currentName() throws BrokenItemException {
        try {
            String name = parser.currentName();
            return name == null ? "" : name;
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** Passes over the value: goes to its last token. */
    void skip() throws BrokenItemException {
        if (token.isStructStart()) {
            int outside = depth - 1;
            while (depth > outside) {
                next();
            }
        }
    }

    /** Whether the value begins an object; if not that is a violation, and the value is passed over. */
    boolean isObject() throws BrokenItemException {
        return is(JsonToken.START_OBJECT, "must be an object");
    }

    /** Whether the value begins an array; if not that is a violation, and the value is passed over. */
    boolean isArray() throws BrokenItemException {
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
    @Nullable
    String string() throws BrokenItemException {
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
    @Nullable
    String scalar() throws BrokenItemException {
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
    @Nullable
    String numberText() throws BrokenItemException {
        if (isNull() || !isNumber()) {
            return null;
        }
        String text = text();
        // Without an exponent so few digits are finite.
        boolean isFinite = text.length() < FINITE_CHARS && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        return isFinite || !Double.isNaN(number()) ? text : null;
    }

    boolean isNull() {
        return token == JsonToken.VALUE_NULL;
    }

    /** The value as true or false; null is false, anything else a violation. */
    boolean bool() throws BrokenItemException {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
            violate("must be true or false");
            skip();
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The value as a number; NaN after a violation. */
    double number() throws BrokenItemException {
        if (!isNumber()) {
            return Double.NaN;
        }
        double value;
        try {
            value = parser.getDoubleValue();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
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
        try {
            if (parser.getTextLength() > settings.maxNumberChars()) {
                violate("must be written with at most " + settings.maxNumberChars() + " characters");
                return false;
            }
            // NaN and Infinity are tokens of this parser; all that JSON has for a number ends with a digit.
            if (!Character.isDigit(parser.getTextCharacters()[parser.getTextOffset() + parser.getTextLength() - 1])) {
                violate("must be a number, and finite");
                return false;
            }
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
        return true;
    }

    /** The value as a time in milliseconds since 1970; {@link TimeText#NOT_A_TIME} after a violation. */
    long time() throws BrokenItemException {
        if (token == JsonToken.VALUE_STRING) {
            try {
                long ms = times.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                if (ms != TimeText.NOT_A_TIME) {
                    return ms;
                }
            } catch (IOException malformed) {
                throw malformed(malformed);
            }
        }
        violate("must be a time such as 2026-01-31T23:59:59.000Z");
        skip();
        return TimeText.NOT_A_TIME;
    }

    private String text() throws BrokenItemException {
        try {
            if (token == JsonToken.VALUE_STRING) {
                int length = parser.getTextLength();
                if (length <= LONGEST_POOLED) {
                    return pool.get(parser.getTextCharacters(), parser.getTextOffset(), length);
                }
            }
            return parser.getText();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** Says what is wrong with the value at which the walk stands. */
    void violate(String rule) throws BrokenItemException {
        try {
            boolean isScalar = token.isScalarValue();
            String shown = isScalar
                    ? new String(
                            parser.getTextCharacters(),
                            parser.getTextOffset(),
                            Math.min(parser.getTextLength(), LONGEST_NAME))
                    : null;
            violations.add(Violation.of(pointer(), shown, rule));
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** Says what is wrong with something in the item. */
    void violate(String pointer, @Nullable String value, String rule) {
        violations.add(Violation.of(pointer, value, rule));
    }

    /** Where the walk stands. */
    String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    /** An identity for an item that has none: the same bytes have the same. */
    String fingerprint() {
        byte[] item = Arrays.copyOfRange(in, from, from + (int) (fed - fedBefore));
        return UUID.nameUUIDFromBytes(item).toString();
    }

    private BrokenItemException malformed(IOException malformed) {
        String message =
                malformed instanceof JacksonException json ? json.getOriginalMessage() : malformed.getMessage();
        String what = message == null
                ? malformed.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
        TextPosition at = null;
        if (malformed instanceof JacksonException json && json.getLocation() != null) {
            long offset = json.getLocation().getByteOffset() - fedBefore;
            at = position((int) Math.max(0, Math.min(offset, fed - fedBefore)));
        }
        return broken(Violation.of(pointer(), null, "must be JSON: " + what).at(at));
    }

    private TextPosition position(int offset) {
        int row = line;
        int column = 1;
        for (int i = from; i < from + offset; i++) {
            if (in[i] == '\n') {
                row++;
                column = 1;
            } else if ((in[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return new TextPosition(row, column);
    }

    private BrokenItemException broken(Violation violation) {
        violations.add(violation);
        return new BrokenItemException();
    }
}
