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
import java.nio.charset.StandardCharsets;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;

/**
 * Walks through items by a parser, which says what is wrong with those that are no JSON. One parser reads them all, and is only
 * replaced when one of them is broken.
 */
final class ParsedCursor extends JsonCursor {

    private static final int LONGEST_SHOWN = 256;

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

    private final int maxDepth;
    private final TimeText times = new TimeText();

    private JsonParser parser;
    private byte[] in = new byte[0];
    private int from;
    private int line;
    /** How many bytes the parser had been fed before the item. */
    private long fedBefore;

    private long fed;

    ParsedCursor(DocumentSettings settings) {
        super(settings);
        maxDepth = settings.maxDepth();
        parser = newParser();
    }

    @Override
    protected void open(byte[] item, int start, int end, int itemLine) {
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
    }

    @Override
    void finish() throws BrokenItemException {
        JsonToken behind;
        try {
            behind = parser.nextToken();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
        if (behind != JsonToken.NOT_AVAILABLE) {
            throw broken(Violation.of(EventItems.ITEM, null, "must be one JSON object and nothing behind it"));
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

    @Override
    JsonToken next() throws BrokenItemException {
        JsonToken next;
        try {
            next = parser.nextToken();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
        if (next == JsonToken.NOT_AVAILABLE || next == null) {
            throw broken(Violation.of(EventItems.ITEM, null, "must be complete JSON; it is cut off"));
        }
        if (next.isStructStart() && ++depth > maxDepth) {
            throw broken(Violation.of(place(), null, "must not nest deeper than " + maxDepth));
        }
        if (next.isStructEnd()) {
            depth--;
        }
        token = next;
        return next;
    }

    @Override
    protected String name() throws BrokenItemException {
        try {
            String name = parser.currentName();
            return name == null ? "" : name;
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    protected String text() throws BrokenItemException {
        try {
            return parser.getText();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    protected int numberChars() throws BrokenItemException {
        try {
            return parser.getTextLength();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** NaN and Infinity are tokens of this parser; all that JSON has for a number ends with a digit. */
    @Override
    protected boolean isOfJson() throws BrokenItemException {
        try {
            return Character.isDigit(parser.getTextCharacters()[parser.getTextOffset() + parser.getTextLength() - 1]);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    protected double parseNumber() throws BrokenItemException {
        try {
            return parser.getDoubleValue();
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    protected long parseTime() throws BrokenItemException {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        return times.parse(text, 0, text.length);
    }

    @Override
    void violate(String rule) throws BrokenItemException {
        try {
            boolean isScalar = token.isScalarValue();
            String shown = isScalar
                    ? new String(
                            parser.getTextCharacters(),
                            parser.getTextOffset(),
                            Math.min(parser.getTextLength(), LONGEST_SHOWN))
                    : null;
            violate(place(), shown, rule);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    private String place() {
        String pointer = pointer();
        return pointer.isEmpty() ? EventItems.ITEM : pointer;
    }

    private BrokenItemException malformed(IOException malformed) {
        String what = malformed instanceof JacksonException json
                ? JsonFault.withoutPlace(json)
                : String.valueOf(malformed.getMessage());
        TextPosition at = null;
        if (malformed instanceof JacksonException json && json.getLocation() != null) {
            long offset = json.getLocation().getByteOffset() - fedBefore;
            at = position((int) Math.max(0, Math.min(offset, fed - fedBefore)));
        }
        return broken(Violation.of(place(), null, "must be JSON: " + what).at(at));
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
        violations().add(violation);
        return new BrokenItemException();
    }
}
