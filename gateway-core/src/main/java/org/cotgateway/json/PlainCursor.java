package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import org.cotgateway.codec.Decimals;
import org.jspecify.annotations.Nullable;

/**
 * Walks fast through items that are good, and gives up with a {@link BrokenItemException} at the first thing that is not, or
 * that is unusual: then a {@link ParsedCursor} says what it is. Whatever it takes is the same there.
 *
 * <p>An item lies whole in an array and ends with a brace, so that nothing has to look out for the end but what may pass over
 * that brace.
 */
final class PlainCursor extends JsonCursor {

    private static final int MOST_DEPTH = Long.SIZE;
    private static final int POOLED_NAMES = 512;
    private static final int POOLED_TEXTS = 1_024;
    private static final String[] USUAL_NAMES = {
        "uid",
        "id",
        "type",
        "how",
        "time",
        "start",
        "stale",
        "point",
        "lat",
        "lon",
        "hae",
        "ce",
        "le",
        "callsign",
        "course",
        "speed",
        "remarks",
        "detail",
        "name",
        "attributes",
        "text",
        "children",
        "geometry",
        "coordinates",
        "properties"
    };

    private final int maxDepth;
    private final TextPool names = new TextPool(POOLED_NAMES, USUAL_NAMES);
    private final TextPool texts = new TextPool(POOLED_TEXTS);
    private final TimeText times = new TimeText();
    private final BrokenItemException unusual = new BrokenItemException();

    private byte[] in = new byte[0];
    private int at;
    private int to;

    /** For each of what is open whether it is an object, the outermost lowest. */
    private long braces;
    /** Whether nothing has come of what is open innermost. */
    private boolean isFirst;
    /** Whether the name of a field has come, and its value has not. */
    private boolean hasName;
    /** Of each that is open the field, or how many elements have come. */
    private final @Nullable String[] fields = new @Nullable String[MOST_DEPTH + 1];

    private final int[] elements = new int[MOST_DEPTH + 1];

    /** Where the string or number stands, without quotes. */
    private int textFrom;

    private int textTo;
    /** A string that is not plain ASCII; null if it is. */
    private @Nullable String odd;

    PlainCursor(DocumentSettings settings) {
        super(settings);
        maxDepth = Math.min(settings.maxDepth(), MOST_DEPTH);
    }

    @Override
    protected void open(byte[] item, int start, int end, int line) throws BrokenItemException {
        in = item;
        at = start;
        to = end;
        hasName = false;
        if (start == end || in[end - 1] != '}') {
            throw unusual;
        }
    }

    @Override
    JsonToken next() throws BrokenItemException {
        int i = afterBlanks(at);
        if (depth > 0 && !hasName) {
            boolean isObject = (braces >>> depth - 1 & 1) != 0;
            byte b = in[i];
            if (b == (isObject ? '}' : ']')) {
                depth--;
                isFirst = false;
                at = i + 1;
                if (at == to && depth > 0) {
                    throw unusual;
                }
                token = isObject ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
                return token;
            }
            if (!isFirst) {
                if (b != ',') {
                    throw unusual;
                }
                i = afterBlanks(i + 1);
            }
            isFirst = false;
            if (isObject) {
                return name(i);
            }
            elements[depth]++;
        }
        hasName = false;
        token = value(i);
        return token;
    }

    private JsonToken name(int start) throws BrokenItemException {
        int i = afterBlanks(string(start));
        if (in[i] != ':') {
            throw unusual;
        }
        at = i + 1;
        hasName = true;
        fields[depth] = odd == null ? names.get(in, textFrom, textTo) : odd;
        token = JsonToken.FIELD_NAME;
        return token;
    }

    private JsonToken value(int i) throws BrokenItemException {
        byte b = in[i];
        switch (b) {
            case '"' -> {
                at = string(i);
                return JsonToken.VALUE_STRING;
            }
            case '{', '[' -> {
                if (++depth > maxDepth) {
                    throw unusual;
                }
                long brace = 1L << depth - 1;
                braces = b == '{' ? braces | brace : braces & ~brace;
                isFirst = true;
                fields[depth] = null;
                elements[depth] = -1;
                at = i + 1;
                return b == '{' ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
            }
            case 't' -> {
                return literal(i, "true", JsonToken.VALUE_TRUE);
            }
            case 'f' -> {
                return literal(i, "false", JsonToken.VALUE_FALSE);
            }
            case 'n' -> {
                return literal(i, "null", JsonToken.VALUE_NULL);
            }
            default -> {
                return number(i);
            }
        }
    }

    private JsonToken literal(int i, String text, JsonToken of) throws BrokenItemException {
        int length = text.length();
        if (to - i <= length) {
            throw unusual;
        }
        for (int k = 0; k < length; k++) {
            if (in[i + k] != text.charAt(k)) {
                throw unusual;
            }
        }
        at = i + length;
        return of;
    }

    private JsonToken number(int start) throws BrokenItemException {
        int first = in[start] == '-' ? start + 1 : start;
        int i = afterDigits(first);
        if (in[first] == '0' && i > first + 1) {
            throw unusual;
        }
        boolean isWhole = true;
        if (in[i] == '.') {
            isWhole = false;
            i = afterDigits(i + 1);
        }
        if ((in[i] | ' ') == 'e') {
            isWhole = false;
            i++;
            i = afterDigits(in[i] == '-' || in[i] == '+' ? i + 1 : i);
        }
        if (isWhole && in[first] == '0' && first > start) {
            // Of which the parser forgets the sign.
            throw unusual;
        }
        textFrom = start;
        textTo = i;
        at = i;
        return isWhole ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
    }

    /** Behind the digits that must stand there. */
    private int afterDigits(int from) throws BrokenItemException {
        int i = from;
        while (in[i] >= '0' && in[i] <= '9') {
            i++;
        }
        if (i == from) {
            throw unusual;
        }
        return i;
    }

    /** Behind the string that must stand there. */
    private int string(int start) throws BrokenItemException {
        if (in[start] != '"') {
            throw unusual;
        }
        textFrom = start + 1;
        int i = JsonBytes.nextOdd(in, start + 1, to);
        if (i == to) {
            throw unusual;
        }
        if (in[i] == '"') {
            odd = null;
            textTo = i;
            return i + 1;
        }
        return oddString(i);
    }

    /** Reads on where a string is not plain, to behind its end. */
    private int oddString(int start) throws BrokenItemException {
        boolean isEscaped = false;
        int i = start;
        while (i < to && in[i] != '"') {
            if (in[i] == '\\') {
                isEscaped = true;
                i++;
            } else if (in[i] >= 0) {
                throw unusual;
            }
            i = JsonBytes.nextOdd(in, i + 1, to);
        }
        if (i >= to) {
            throw unusual;
        }
        textTo = i;
        odd = OddText.decode(in, textFrom, i, isEscaped);
        if (odd == null) {
            throw unusual;
        }
        return i + 1;
    }

    private int afterBlanks(int from) {
        int i = from;
        while (in[i] == ' ' || in[i] == '\n' || in[i] == '\r' || in[i] == '\t') {
            i++;
        }
        return i;
    }

    @Override
    void finish() throws BrokenItemException {
        if (at != to) {
            throw unusual;
        }
    }

    @Override
    protected String name() {
        String name = fields[depth];
        return name == null ? "" : name;
    }

    @Override
    protected String text() {
        return switch (token) {
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_STRING -> odd == null ? texts.get(in, textFrom, textTo) : odd;
            default -> new String(in, textFrom, textTo - textFrom, StandardCharsets.ISO_8859_1);
        };
    }

    @Override
    protected int numberChars() {
        return textTo - textFrom;
    }

    @Override
    protected boolean isOfJson() {
        return true;
    }

    @Override
    protected double parseNumber() {
        return Decimals.parse(in, textFrom, textTo);
    }

    @Override
    protected long parseTime() {
        return odd == null ? times.parse(in, textFrom, textTo) : TimeText.NOT_A_TIME;
    }

    @Override
    void violate(String rule) throws BrokenItemException {
        throw unusual;
    }

    @Override
    String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (int level = 1; level <= depth; level++) {
            String field = fields[level];
            if (field != null) {
                pointer.append('/').append(field.replace("~", "~0").replace("/", "~1"));
            } else if (elements[level] >= 0) {
                pointer.append('/').append(elements[level]);
            }
        }
        return pointer.toString();
    }
}
