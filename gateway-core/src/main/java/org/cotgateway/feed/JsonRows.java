package org.cotgateway.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows, and in them the wanted fields, in the tokens of JSON documents. What nobody wants is passed over without being
 * kept. One thread.
 */
final class JsonRows {

    /** Takes rows. */
    interface Json {

        /**
         * One row.
         *
         * @param values of the document and the row by slot; lent for the call
         * @param line where it begins
         */
        void row(@Nullable String[] values, int line);

        /** Something in the place of a row that is none. */
        void noRow(int line, String rule);
    }

    static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_CHARS = 256;
    private static final int MAX_NAME_CHARS = 4_096;
    private static final int NO_ROW = -1;

    private final FieldTree document;
    private final boolean arraysHoldRows;
    private final int documentSlots;
    private final @Nullable String[] values;
    private final Json json;
    private final @Nullable FieldTree[] places = new FieldTree[MAX_DEPTH + 1];
    private final int[] indexes = new int[MAX_DEPTH + 1];
    private int depth;
    private @Nullable FieldTree named;
    private int rowDepth = NO_ROW;
    /** Of the array whose elements are rows. */
    private int rowsDepth = NO_ROW;

    private int line;
    private boolean repeated;
    private boolean foundRows;

    /**
     * @param arraysHoldRows whether an array in the place of the rows holds them, and is not one itself
     * @param documentSlots the slots below this are the document's and stay from row to row
     */
    JsonRows(FieldTree document, boolean arraysHoldRows, int documentSlots, int slots, Json json) {
        this.document = document;
        this.arraysHoldRows = arraysHoldRows;
        this.documentSlots = documentSlots;
        this.values = new String[slots];
        this.json = json;
    }

    /** Makes parsers that refuse what no partner needs: see {@link #reasonOf}. */
    static JsonFactory factory(int maxTextChars) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .maxNameLength(MAX_NAME_CHARS)
                        .maxStringLength(maxTextChars)
                        .build())
                .build();
    }

    /** Why a text that a parser refuses is no good. */
    static RejectReason reasonOf(IOException failure) {
        return failure instanceof StreamConstraintsException ? RejectReason.TOO_LARGE : RejectReason.MALFORMED;
    }

    /** Forgets all of the document so far. */
    void reset() {
        depth = 0;
        rowDepth = NO_ROW;
        rowsDepth = NO_ROW;
        named = null;
        foundRows = false;
        repeated = false;
        Arrays.fill(values, null);
    }

    /** Whether the document so far ends somewhere inside a value. */
    boolean isInside() {
        return depth > 0;
    }

    /** Whether the place of the rows was there, be it empty. */
    boolean foundRows() {
        return foundRows;
    }

    /** Takes the next token. */
    void token(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case FIELD_NAME -> {
                FieldTree in = places[depth - 1];
                named = in == null ? null : in.member(parser.currentName());
            }
            case START_OBJECT, START_ARRAY -> open(token == JsonToken.START_ARRAY, parser);
            case END_OBJECT, END_ARRAY -> close();
            default -> scalar(token, parser);
        }
    }

    private void open(boolean array, JsonParser parser) {
        boolean elementOfRows = rowsDepth == depth - 1 && rowsDepth != NO_ROW;
        FieldTree place = elementOfRows ? places[depth - 1] : place();
        boolean inRow = rowDepth != NO_ROW;
        if (!inRow && !elementOfRows && place != null && place.row() != null) {
            foundRows = true;
            place = place.row();
            if (array && arraysHoldRows) {
                rowsDepth = depth;
                push(place, array);
                return;
            }
            elementOfRows = true;
        }
        if (elementOfRows) {
            begin(parser);
        }
        push(place, array);
    }

    private void begin(JsonParser parser) {
        rowDepth = depth;
        line = parser.currentTokenLocation().getLineNr();
        repeated = false;
        Arrays.fill(values, documentSlots, values.length, null);
    }

    private void push(@Nullable FieldTree place, boolean array) {
        places[depth] = place;
        indexes[depth] = array ? 0 : NO_ROW;
        depth++;
        named = null;
    }

    private void close() {
        depth--;
        if (depth == rowsDepth) {
            rowsDepth = NO_ROW;
        }
        if (depth == rowDepth) {
            rowDepth = NO_ROW;
            if (repeated) {
                json.noRow(line, "must have each member once");
            } else {
                json.row(values, line);
            }
        }
    }

    private void scalar(JsonToken token, JsonParser parser) throws IOException {
        boolean elementOfRows = rowsDepth == depth - 1 && rowsDepth != NO_ROW;
        FieldTree place = elementOfRows ? null : place();
        if (elementOfRows || place != null && place.row() != null && rowDepth == NO_ROW) {
            foundRows = true;
            json.noRow(parser.currentTokenLocation().getLineNr(), "must be an object or an array");
        } else if (place != null && place.isWanted()) {
            repeated |= rowDepth != NO_ROW && values[place.slot()] != null;
            // The parser that is fed in parts does not look itself.
            if (token.isNumeric() && parser.getTextLength() > MAX_NUMBER_CHARS) {
                throw new StreamConstraintsException("number of more than " + MAX_NUMBER_CHARS + " characters");
            }
            values[place.slot()] = token == JsonToken.VALUE_NULL ? null : parser.getText();
        }
    }

    /** What is wanted of the value that comes now. */
    private @Nullable FieldTree place() {
        if (depth == 0) {
            return document;
        }
        if (indexes[depth - 1] == NO_ROW) {
            return named;
        }
        FieldTree array = places[depth - 1];
        int index = indexes[depth - 1]++;
        return array == null || !array.hasMembers() ? null : array.member(Integer.toString(index));
    }
}
