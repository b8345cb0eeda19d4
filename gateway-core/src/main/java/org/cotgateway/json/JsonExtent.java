package org.cotgateway.json;

/**
 * Finds where a JSON value ends that comes in pieces, by its quotes and brackets alone: whatever else is wrong in it is left to
 * whoever reads it then, so that it costs this value and none behind it. Used again for one value after the other. Not
 * thread-safe.
 */
public final class JsonExtent {

    /** Open brackets, and for the first 64 of them which are braces, the outermost lowest. */
    private int depth;

    private long braces;
    private boolean inString;
    private boolean isEscaped;
    /** Whether the value is neither object nor array nor string: it ends before the comma or bracket that follows it. */
    private boolean isScalar;

    private boolean isEnded;
    private boolean isMismatched;
    private boolean isInBrokenString;
    private boolean isOdd;
    /** The last byte that passed outside of strings and is no blank. */
    private byte last;

    private int lineFeeds;

    /** Begins with a value, of which the first byte is passed. */
    public void begin(byte first) {
        depth = 0;
        isEscaped = false;
        isEnded = false;
        isMismatched = false;
        isOdd = false;
        last = first;
        lineFeeds = 0;
        inString = first == '"';
        isScalar = first != '"' && first != '{' && first != '[';
        if (first == '{' || first == '[') {
            open(first == '{');
        }
    }

    /** Goes on to the value's end, which is where it answers if {@link #isEnded} then, or else to the end of these bytes. */
    public int pass(byte[] in, int from, int to) {
        int at = from;
        while (at < to && !isEnded) {
            at = passUntilDoubt(in, at, to);
        }
        return at;
    }

    /** The same, but goes no further than behind a line feed in a string, or to what is the first thing to be {@link #isOdd}. */
    public int passUntilDoubt(byte[] in, int from, int to) {
        isInBrokenString = false;
        boolean wasOdd = isOdd;
        int at = from;
        while (at < to && !isEnded && !isInBrokenString && isOdd == wasOdd) {
            at = inString ? string(in, at, to) : nested(in, at, to);
        }
        return at;
    }

    /** Whether all of the value has passed. */
    public boolean isEnded() {
        return isEnded;
    }

    /** Whether the value has ended at a bracket where another kind is open, so that nobody knows what the bytes behind it are. */
    public boolean isMismatched() {
        return isMismatched;
    }

    /** Whether just now a line feed has passed in a string, where none may stand: it lacks its end, or was not written well. */
    public boolean isInBrokenString() {
        return isInBrokenString;
    }

    /**
     * Whether a string, an object or an array has begun where none may: something before it lacks its end, a comma or a colon,
     * or was cut off.
     */
    public boolean isOdd() {
        return isOdd;
    }

    /** How many brackets are open. */
    public int depth() {
        return depth;
    }

    /** How many ends of lines have passed since the beginning or since this was asked. */
    public int takeLineFeeds() {
        int taken = lineFeeds;
        lineFeeds = 0;
        return taken;
    }

    private int string(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!isEscaped) {
                at = JsonBytes.nextOdd(in, at, to);
                if (at == to) {
                    return to;
                }
            }
            byte b = in[at];
            if (isEscaped) {
                isEscaped = false;
            } else if (b == '\\') {
                isEscaped = true;
            } else if (b == '"') {
                inString = false;
                last = b;
                isEnded = depth == 0 && !isScalar;
                return at + 1;
            }
            if (b == '\n') {
                lineFeeds++;
                isInBrokenString = true;
                return at + 1;
            }
        }
        return to;
    }

    /** Goes on outside of strings. */
    private int nested(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = in[at];
            switch (b) {
                case '"' -> {
                    if (isOdd(in, from, at)) {
                        return at;
                    }
                    inString = true;
                    return at + 1;
                }
                case '{', '[' -> {
                    if (isOdd(in, from, at)) {
                        return at;
                    }
                    open(b == '{');
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        isEnded = true;
                        return at;
                    }
                    isMismatched = !close(b == '}');
                    isEnded = isMismatched || depth == 0 && !isScalar;
                    if (isEnded) {
                        return at + 1;
                    }
                }
                case ',' -> {
                    if (depth == 0) {
                        isEnded = true;
                        return at;
                    }
                }
                case '\n' -> lineFeeds++;
                default -> {
                    // Looked at when the value is read.
                }
            }
        }
        last = lastBefore(in, from, to);
        return to;
    }

    /** Whether what begins there is the first that may not. */
    private boolean isOdd(byte[] in, int from, int at) {
        if (isOdd) {
            return false;
        }
        last = lastBefore(in, from, at);
        boolean isName = in[at] == '"';
        isOdd = switch (last) {
            case ':', '[' -> false;
            case ',' -> !isName && isInObject();
            case '{' -> !isName;
            default -> true;
        };
        return isOdd;
    }

    private byte lastBefore(byte[] in, int from, int at) {
        for (int before = at - 1; before >= from; before--) {
            byte b = in[before];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
        }
        return last;
    }

    /** Whether the innermost open bracket is a brace, as far as that is known. */
    private boolean isInObject() {
        return depth > 0 && depth <= Long.SIZE && (braces >>> (depth - 1) & 1) == 1;
    }

    private void open(boolean isBrace) {
        if (depth < Long.SIZE) {
            braces = braces & ~(1L << depth) | (isBrace ? 1L : 0L) << depth;
        }
        depth++;
    }

    /** Whether such a bracket is open. */
    private boolean close(boolean isBrace) {
        depth--;
        return depth >= Long.SIZE || (braces >>> depth & 1) == (isBrace ? 1 : 0);
    }
}
