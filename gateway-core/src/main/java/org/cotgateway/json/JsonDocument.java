package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

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

    private final String arrayKey;
    private final ItemReader reader;
    private final EventItems items;
    private final int maxItemBytes;
    private final KeptBytes kept;
    private final JsonExtent item = new JsonExtent();
    private final JsonMembers members;
    /** Null where the array's items are in no coordinates that the object could name. */
    private final @Nullable CollectionCrs crs;

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

    /** Where the item begins in the piece, and in which line. */
    private int itemFrom;

    private int itemLine;

    private JsonDocument(
            String arrayKey,
            ItemReader reader,
            EventItems items,
            DocumentSettings settings,
            @Nullable CollectionCrs crs) {
        this.crs = crs;
        this.arrayKey = arrayKey;
        this.reader = reader;
        this.items = items;
        maxItemBytes = settings.maxItemBytes();
        kept = new KeptBytes(maxItemBytes);
        members = new JsonMembers(arrayKey, crs == null ? null : Crs.NAME);
    }

    /** Of events in our JSON. */
    static JsonDocument ofEvents(ItemReader reader, EventItems items, DocumentSettings settings) {
        return new JsonDocument("events", reader, items, settings, null);
    }

    /** Of GeoJSON. */
    static JsonDocument ofFeatures(ItemReader reader, EventItems items, DocumentSettings settings) {
        return new JsonDocument("features", reader, items, settings, new CollectionCrs(settings, items));
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
                state = State.BROKEN;
                reject(itemLine, EventItems.ITEM, "must be complete; it is cut off");
                kept.clear();
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
                case ITEM -> item(in, at, to);
                case OBJECT, REST -> object(in, at, to);
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
            members.begin();
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
            if (isWrapped) {
                begin(State.REST, at + 1);
            } else {
                state = State.AFTER;
            }
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
        item.begin(b);
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
        kept.clear();
    }

    private int item(byte[] in, int from, int to) {
        int end = item.pass(in, from, to);
        line += item.takeLineFeeds();
        if (item.isMismatched()) {
            mismatched(in[end - 1]);
        } else if (item.isEnded()) {
            endItem(in, end);
        }
        return end;
    }

    private int object(byte[] in, int from, int to) {
        int end = members.pass(in, from, to);
        line += members.takeLineFeeds();
        if (members.isMismatched()) {
            mismatched(in[end - 1]);
        } else if (members.isAtName() && state == State.REST) {
            breakOff("must have " + arrayKey + " only once");
        } else if (members.isAtArray()) {
            isWrapped = true;
            kept.clear();
            enterArray();
        } else {
            if (members.isBehindKept() && crs != null) {
                crs(crs);
            }
            if (members.isEnded()) {
                if (state == State.OBJECT) {
                    endItem(in, end);
                }
                state = State.AFTER;
            }
        }
        return end;
    }

    /** Behind the features it is too late for them, but it is said. */
    private void crs(CollectionCrs of) {
        boolean isSaid = of.isOther();
        of.take(members.kept(), members.keptLength());
        if (state == State.REST && of.isOther() && !isSaid) {
            items.rejected(index++, line, of.tooLate());
        }
    }

    private void mismatched(byte bracket) {
        breakOff("must be JSON: " + (char) bracket + " where another bracket is open");
    }

    private void endItem(byte[] in, int end) {
        EventItems to = crs == null || !isWrapped ? items : crs;
        if (kept.length() == 0 && !kept.isOver() && end - itemFrom <= maxItemBytes) {
            reader.read(in, itemFrom, end, index++, itemLine, to);
        } else {
            kept.keep(itemFrom, end);
            if (kept.isOver()) {
                reject(itemLine, EventItems.ITEM, "must be at most " + maxItemBytes + " bytes long");
            } else {
                reader.read(kept.bytes(), 0, kept.length(), index++, itemLine, to);
            }
        }
        kept.clear();
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
        reject(line, EventItems.DOCUMENT, rule);
        kept.clear();
    }

    private void reject(int at, String what, String rule) {
        items.rejected(index++, at, List.of(Violation.of(what, null, rule)));
    }
}
