package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotgateway.event.Violation;

/**
 * Reads a JSON document that is one item, an array of items, or an object which has such an array under a certain key, at any
 * place in it. Finds where each item begins and ends without looking closer, so that whatever is wrong inside of one costs that
 * one; where the document itself is broken, between items, that is said and the rest is not looked at.
 */
final class JsonDocument implements EventDocument {

    private enum State {
        /** Nothing but white space has come, or a byte order mark. */
        BEFORE,
        /** In an object that is an item itself, or has the array. */
        OBJECT,
        /** In the array, where an item may begin; see {@link #mayBegin} and {@link #mayEnd}. */
        ARRAY,
        /** In an item of the array. */
        ITEM,
        /** In the object with the array, behind it. */
        REST,
        /** Behind it all. */
        AFTER,
        /** The document is broken. */
        BROKEN
    }

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] arrayKey;
    private final ItemReader reader;
    private final EventItems items;
    private final int maxItemBytes;
    private final KeptBytes kept;

    private State state = State.BEFORE;
    private int line = 1;
    private long index;
    /** How much of a byte order mark has come. */
    private int markBytes;
    /** In the array: whether an item may begin here, and whether a comma or the end may come. */
    private boolean mayBegin;

    private boolean mayEnd;
    /** Whether the array was found in an object. */
    private boolean isWrapped;

    /** Open brackets in the item or the object, and for the first 64 of them which are braces, the outermost lowest. */
    private int depth;

    private long braces;
    private boolean inString;
    private boolean isEscaped;
    /** Whether an item that is neither object nor array nor string has begun. */
    private boolean inScalar;
    /** Where the item begins in the piece, and in which line. */
    private int itemFrom;

    private int itemLine;

    /** In an object: whether the next string is a key of it, how much of the key has matched, and whether all of it has. */
    private boolean expectsKey;

    private boolean inKey;
    private int keyMatched;
    private boolean isArrayKey;

    JsonDocument(String arrayKey, ItemReader reader, EventItems items, DocumentSettings settings) {
        this.arrayKey = arrayKey.getBytes(StandardCharsets.US_ASCII);
        this.reader = reader;
        this.items = items;
        maxItemBytes = settings.maxItemBytes();
        kept = new KeptBytes(maxItemBytes);
    }

    @Override
    public void feed(ByteBuf part) {
        while (part.isReadable()) {
            piece(kept.take(part));
        }
    }

    @Override
    public void end() {
        switch (state) {
            case BEFORE -> breakOff("must be there: the document is empty");
            case OBJECT, ITEM -> {
                line = itemLine;
                breakOff("must be complete; it is cut off");
            }
            case ARRAY, REST -> breakOff("must be complete; the document is cut off here");
            case AFTER, BROKEN -> {
                // All is said.
            }
        }
    }

    @Override
    public void close() {
        state = State.BROKEN;
        kept.close();
    }

    private void piece(int to) {
        byte[] in = kept.piece();
        int at = 0;
        itemFrom = 0;
        while (at < to) {
            at = switch (state) {
                case BEFORE -> before(in, at);
                case ARRAY -> array(in, at);
                case ITEM, OBJECT, REST -> inString ? string(in, at, to) : nested(in, at, to);
                case AFTER -> after(in, at);
                case BROKEN -> to;
            };
        }
        if (state == State.ITEM || state == State.OBJECT) {
            kept.keep(itemFrom, to);
        }
    }

    private int before(byte[] in, int at) {
        byte b = in[at];
        if (markBytes > 0 && markBytes < MARK.length || markBytes == 0 && b == MARK[0]) {
            if (b != MARK[markBytes++]) {
                breakOff("must be JSON in UTF-8");
            }
        } else if (b == '{') {
            begin(State.OBJECT, at);
            expectsKey = true;
        } else if (b == '[') {
            enterArray();
        } else if (Utf8.isOtherMark(b)) {
            breakOff("must be JSON in UTF-8");
        } else if (!isBlank(b)) {
            breakOff("must be a JSON object or an array of them");
        }
        return at + 1;
    }

    private int array(byte[] in, int at) {
        byte b = in[at];
        if (isBlank(b)) {
            return at + 1;
        }
        if (b == ']' && mayEnd) {
            state = isWrapped ? State.REST : State.AFTER;
            depth = 1;
            braces = 1;
            return at + 1;
        }
        if (b == ',' && !mayBegin) {
            mayBegin = true;
            mayEnd = false;
            return at + 1;
        }
        if (!mayBegin || b == ',' || b == ']' || b == '}' || b == ':') {
            breakOff("must be followed by a comma and the next item, or by the end of the array");
            return at + 1;
        }
        begin(State.ITEM, at);
        inString = b == '"';
        inScalar = b != '"' && b != '{' && b != '[';
        if (inString || inScalar) {
            depth = 0;
        } else {
            braces = b == '{' ? 1 : 0;
        }
        return at + 1;
    }

    private void enterArray() {
        state = State.ARRAY;
        mayBegin = true;
        mayEnd = true;
    }

    private void begin(State next, int at) {
        state = next;
        itemFrom = at;
        itemLine = line;
        depth = 1;
        braces = 1;
        kept.clear();
    }

    /** Goes on outside of strings. */
    private int nested(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = in[at];
            switch (b) {
                case '"' -> {
                    inString = true;
                    inKey = depth == 1 && expectsKey && state != State.ITEM;
                    keyMatched = 0;
                    expectsKey = false;
                    return at + 1;
                }
                case '{', '[' -> {
                    if (b == '[' && isArrayKey && depth == 1) {
                        isArrayKey = false;
                        isWrapped = true;
                        kept.clear();
                        enterArray();
                        return at + 1;
                    }
                    open(b == '{');
                }
                case '}', ']' -> {
                    if (inScalar) {
                        endItem(in, at);
                        return at;
                    }
                    if (!close(b == '}')) {
                        breakOff("must be JSON: " + (char) b + " where another bracket is open");
                        return at + 1;
                    }
                    if (depth == 0) {
                        return endNested(in, at + 1);
                    }
                }
                case ',' -> {
                    if (inScalar) {
                        endItem(in, at);
                        return at;
                    }
                    expectsKey = depth == 1;
                    isArrayKey = false;
                }
                case '\n' -> line++;
                default -> {
                    // Looked at when the item is read.
                }
            }
        }
        return to;
    }

    private int string(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = in[at];
            if (isEscaped) {
                isEscaped = false;
            } else if (b == '\\') {
                isEscaped = true;
            } else if (b == '"') {
                inString = false;
                endString();
                if (depth == 0) {
                    endItem(in, at + 1);
                }
                return at + 1;
            } else if (b == '\n') {
                line++;
            }
            if (inKey) {
                boolean matches = keyMatched >= 0 && keyMatched < arrayKey.length && arrayKey[keyMatched] == b;
                keyMatched = matches ? keyMatched + 1 : -1;
            }
        }
        return to;
    }

    private void endString() {
        if (inKey) {
            isArrayKey = keyMatched == arrayKey.length;
            if (isArrayKey && state == State.REST) {
                breakOff("must have " + new String(arrayKey, StandardCharsets.US_ASCII) + " only once");
            }
        }
        inKey = false;
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

    private int endNested(byte[] in, int end) {
        switch (state) {
            case ITEM -> endItem(in, end);
            case OBJECT -> {
                endItem(in, end);
                state = State.AFTER;
            }
            default -> state = State.AFTER;
        }
        return end;
    }

    private void endItem(byte[] in, int end) {
        if (kept.length() == 0 && !kept.isOver() && end - itemFrom <= maxItemBytes) {
            reader.read(in, itemFrom, end, index++, itemLine, items);
        } else {
            kept.keep(itemFrom, end);
            if (kept.isOver()) {
                reject(itemLine, "must be at most " + maxItemBytes + " bytes long");
            } else {
                reader.read(kept.bytes(), 0, kept.length(), index++, itemLine, items);
            }
        }
        kept.clear();
        inScalar = false;
        state = State.ARRAY;
        mayBegin = false;
        mayEnd = true;
    }

    private int after(byte[] in, int at) {
        if (!isBlank(in[at])) {
            breakOff("must have nothing behind its end");
        }
        return at + 1;
    }

    private boolean isBlank(byte b) {
        if (b == '\n') {
            line++;
        }
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void breakOff(String rule) {
        state = State.BROKEN;
        reject(line, rule);
        kept.clear();
    }

    private void reject(int at, String rule) {
        items.rejected(index++, at, List.of(Violation.of("", null, rule)));
    }
}
