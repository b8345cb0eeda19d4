package org.cotgateway.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.cotgateway.event.Violation;
import org.cotgateway.json.JsonFault;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wanted fields of single JSON values, each of which lies whole in an array. What nobody wants is passed over. One
 * thread.
 */
final class JsonFields {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_CHARS = 256;
    private static final int NO_ARRAY = -1;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Costs the row only where it is wanted.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Rows are bounded as a whole; depth and numbers are looked at here, so that the answer says the limit.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final @Nullable String[] values;
    private final BitSet seen = new BitSet();
    private final @Nullable FieldTree[] places = new FieldTree[MAX_DEPTH];
    private final int[] indexes = new int[MAX_DEPTH];
    private int depth;
    private @Nullable FieldTree next;

    /** @param slots how many values there are in all */
    JsonFields(int slots) {
        values = new String[slots];
    }

    /** What was read, by slot; null where nothing was, or null. */
    @Nullable
    String[] values() {
        return values;
    }

    /** Forgets the values from the slot on. */
    void forgetFrom(int slot) {
        Arrays.fill(values, slot, values.length, null);
    }

    /**
     * Reads a row.
     *
     * @param wanted what is wanted of it
     * @return why it is no good, null if nothing is wrong
     */
    @Nullable
    SightingReading read(byte[] bytes, int from, int to, FieldTree wanted) {
        depth = 0;
        next = wanted;
        seen.clear();
        try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return malformed("must be JSON: there is nothing");
            }
            if (token.isScalarValue() && !wanted.isWanted()) {
                return malformed("must be an object or an array");
            }
            for (; token != null; token = parser.nextToken()) {
                SightingReading wrong = token(token, parser);
                if (wrong != null) {
                    return wrong;
                }
                if (depth == 0) {
                    return parser.nextToken() == null ? null : malformed("must have nothing behind its end");
                }
            }
            // Not to be had: the parser says itself what is cut off.
            return malformed("must be JSON: it is cut off");
        } catch (JsonProcessingException noJson) {
            return malformed("must be JSON: " + JsonFault.withoutPlace(noJson));
        } catch (IOException noText) {
            return malformed("must be JSON: " + noText.getMessage());
        }
    }

    /** The text of a string that lies whole in an array, with its quotes; null if it is none. */
    static @Nullable String text(byte[] bytes, int from, int to) {
        try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
            return parser.nextTextValue();
        } catch (IOException noJson) {
            return null;
        }
    }

    private @Nullable SightingReading token(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case FIELD_NAME -> {
                FieldTree in = places[depth - 1];
                next = in == null ? null : in.member(parser.currentName());
            }
            case START_OBJECT, START_ARRAY -> {
                FieldTree place = place();
                if (depth == MAX_DEPTH) {
                    return SightingReading.rejected(RejectReason.TOO_LARGE, "must not nest deeper than " + MAX_DEPTH);
                }
                places[depth] = place;
                indexes[depth] = token == JsonToken.START_ARRAY ? 0 : NO_ARRAY;
                depth++;
            }
            case END_OBJECT, END_ARRAY -> depth--;
            default -> {
                return scalar(token, parser);
            }
        }
        return null;
    }

    private @Nullable SightingReading scalar(JsonToken token, JsonParser parser) throws IOException {
        FieldTree place = place();
        if (place == null || !place.isWanted()) {
            return null;
        }
        int slot = place.slot();
        if (seen.get(slot)) {
            return malformed("must have each member once");
        }
        seen.set(slot);
        if (token.isNumeric() && parser.getTextLength() > MAX_NUMBER_CHARS) {
            return SightingReading.rejected(
                    RejectReason.TOO_LARGE, "must have numbers of at most " + MAX_NUMBER_CHARS + " characters");
        }
        String text = parser.getText();
        String identity = place.identity();
        if (token.isBoolean() && identity != null) {
            return SightingReading.rejected(
                    RejectReason.UNREADABLE, List.of(Violation.of(identity, text, "must be a text or a number")));
        }
        // All that JSON has for a number ends with a digit, unlike NaN and Infinity.
        if (token.isNumeric() && !Character.isDigit(text.charAt(text.length() - 1))) {
            return malformed("must have numbers that are finite, not " + text);
        }
        values[slot] = token == JsonToken.VALUE_NULL ? null : text;
        return null;
    }

    /** What is wanted of the value that comes now. */
    private @Nullable FieldTree place() {
        if (depth == 0 || indexes[depth - 1] == NO_ARRAY) {
            return next;
        }
        FieldTree array = places[depth - 1];
        int index = indexes[depth - 1]++;
        return array == null || !array.hasMembers() ? null : array.member(Integer.toString(index));
    }

    private static SightingReading malformed(String rule) {
        return SightingReading.rejected(RejectReason.MALFORMED, rule);
    }
}
