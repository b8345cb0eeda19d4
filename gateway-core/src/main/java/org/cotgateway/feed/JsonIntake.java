package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import org.cotgateway.feed.JsonResync.Beginning;
import org.cotgateway.feed.JsonSpan.Kind;
import org.cotgateway.json.JsonExtent;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows in JSON documents, one or several one after the other, as they come. Around the rows only what leads to them is
 * looked at, and a row is not read before all of it is there: so whatever is wrong inside of it costs this row. What lacks its
 * end, or was cut off, costs what stands before the {@link JsonResync next row or document} that can be told from it, and so does
 * what is broken between rows.
 */
final class JsonIntake implements FeedIntake {

    private enum State {
        /** Between documents. */
        DOCUMENT,
        /** In an object, behind its brace: a name or its end. */
        FIRST_NAME,
        /** In an object, behind a comma. */
        NAME,
        COLON,
        /** In an object, behind a colon. */
        VALUE,
        /** In an array, behind its bracket: an element or its end. */
        FIRST_ELEMENT,
        /** In an array, behind a comma. */
        ELEMENT,
        /** Behind a value: a comma or the end. */
        NEXT,
        /** In a value, or a name, whose end is looked for. */
        SPAN,
        /** The same, but it is broken: the next row or document is looked for, too. */
        DOUBT,
        /** Only the next row or document is looked for. */
        LOST
    }

    private static final int PART_BYTES = 8_192;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final JsonShape shape;
    private final RowSink rows;
    private final int maxRowBytes;
    private final JsonFields fields;
    private final JsonSpan span;
    private final byte[] part = new byte[PART_BYTES];
    private final JsonWay way = new JsonWay();
    private final JsonResync resync = new JsonResync();
    private final JsonLines lines = resync.lines();
    /** The bytes that are taken now: a part, or a head that has passed and is taken once more. */
    private byte[] in = part;

    private State state = State.DOCUMENT;
    private int line = 1;
    private int markBytes;
    /** Whether anything has come. */
    private boolean hasDocument;
    /** Whether any of it has looked like JSON. */
    private boolean hasBegun;

    private boolean hasRows;
    /** Whether it was lost where no document is open. */
    private boolean isOutside;

    /** What is wanted of the row or field that comes. */
    private FieldTree wanted;

    JsonIntake(JsonShape shape, RowSink rows, int maxRowBytes) {
        this.shape = shape;
        this.rows = rows;
        this.maxRowBytes = maxRowBytes;
        this.fields = new JsonFields(shape.slots());
        this.span = new JsonSpan(maxRowBytes);
        this.wanted = shape.document();
    }

    @Override
    public void accept(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            int length = Math.min(PART_BYTES, bytes.writerIndex() - at);
            bytes.getBytes(at, part, 0, length);
            at += length;
            resync.come(part, length);
            pass(length);
            resync.gone(part, length);
        }
    }

    private void pass(int length) {
        for (int next = 0; next < length; ) {
            next = switch (state) {
                case SPAN -> span(next, length);
                case DOUBT, LOST -> doubt(next);
                default -> between(next, length);
            };
        }
    }

    @Override
    public void end() {
        if (state == State.DOCUMENT && !hasDocument) {
            rows.unreadable(1, RejectReason.MALFORMED, "must be JSON: there is nothing");
        } else if (state != State.DOCUMENT && state != State.LOST) {
            int where = state == State.SPAN || state == State.DOUBT ? span.line() : line;
            rows.unreadable(where, RejectReason.UNFINISHED, "must not be cut off");
        }
        rows.documentEnded(fields.values());
    }

    @Override
    public boolean isOver() {
        return state == State.LOST && !hasBegun;
    }

    @Override
    public int heldRows() {
        return rows.heldRows();
    }

    @Override
    public void close() {
        rows.documentEnded(fields.values());
        span.clear();
    }

    /** Takes a byte outside of rows and of what is passed over. */
    private int between(int at, int to) {
        byte b = in[at];
        if (isBlank(b) || isMark(b)) {
            return at + 1;
        }
        switch (state) {
            case DOCUMENT -> document(b, at, to);
            case FIRST_NAME, NAME -> {
                if (b == '"') {
                    begin(Kind.NAME, at, to);
                } else if (b == '}' && state == State.FIRST_NAME) {
                    leave();
                } else {
                    breakOff("must be JSON: a name in quotes is missing", at);
                }
            }
            case COLON -> {
                state = State.VALUE;
                if (b != ':') {
                    breakOff("must be JSON: a colon behind a name is missing", at);
                }
            }
            case VALUE -> {
                if (isPunctuation(b)) {
                    breakOff("must be JSON: a value behind a name is missing", at);
                } else {
                    value(way.next(), at, to);
                }
            }
            case FIRST_ELEMENT, ELEMENT -> element(b, at, to);
            case NEXT -> next(b, at, to);
            case SPAN, DOUBT, LOST -> {
                // Nothing more is looked at.
            }
        }
        if (state == State.LOST) {
            // What is not expected here may be where the next row or document begins.
            return at;
        }
        lines.other(b);
        return at + 1;
    }

    private boolean isBlank(byte b) {
        if (b == '\n') {
            line++;
            lines.line();
            return true;
        }
        boolean isBlank = JsonResync.isBlank(b);
        if (isBlank) {
            lines.blank();
        }
        return isBlank;
    }

    /** Whether this is the next byte of a byte order mark. */
    private boolean isMark(byte b) {
        boolean isMark = !hasDocument && markBytes < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[markBytes];
        markBytes += isMark ? 1 : 0;
        return isMark;
    }

    private void document(byte b, int at, int to) {
        hasDocument = true;
        hasRows = false;
        fields.forgetFrom(0);
        if (b == '{' || b == '[') {
            hasBegun = true;
            resync.documentBegins(in, at, to);
            value(shape.document(), at, to);
        } else {
            breakOff("must be JSON: an object or an array", at);
        }
    }

    private void element(byte b, int at, int to) {
        boolean isEnd = b == ']';
        if (b == ',' || isEnd && state == State.ELEMENT) {
            rows.unreadable(line, RejectReason.MALFORMED, "must be JSON: nothing stands beside a comma");
        }
        if (isEnd) {
            leave();
        } else if (b == '}' || b == ':') {
            breakOff("must be JSON: " + (char) b + " where an array is open", at);
        } else if (b == ',') {
            state = State.ELEMENT;
        } else {
            FieldTree row = way.row();
            if (row == null) {
                value(way.next(), at, to);
            } else {
                wanted = row;
                begin(Kind.ROW, at, to);
            }
        }
    }

    private void next(byte b, int at, int to) {
        boolean inArray = way.isInArray();
        if (b == (inArray ? ']' : '}')) {
            leave();
        } else if (b == ',') {
            state = inArray ? State.ELEMENT : State.NAME;
        } else if (inArray && !isPunctuation(b)) {
            begin(Kind.STRAY, at, to);
        } else {
            breakOff("must be JSON: " + (char) b + " where a comma or the end should be", at);
        }
    }

    private static boolean isPunctuation(byte b) {
        return b == ',' || b == ':' || b == '}' || b == ']';
    }

    /** Begins with the value there. */
    private void value(@Nullable FieldTree place, int at, int to) {
        byte first = in[at];
        FieldTree row = place == null ? null : place.row();
        boolean isNested = first == '{' || first == '[';
        if (row != null) {
            hasRows = true;
            wanted = row;
            if (first == '[') {
                way.enterRows(row);
                state = State.FIRST_ELEMENT;
            } else {
                begin(Kind.ROW, at, to);
            }
        } else if (place != null && isNested && place.hasMembers()) {
            way.enter(place, first == '[');
            state = first == '[' ? State.FIRST_ELEMENT : State.FIRST_NAME;
        } else if (place != null && !isNested && place.isWanted()) {
            wanted = place;
            begin(Kind.FIELD, at, to);
        } else {
            begin(Kind.UNWANTED, at, to);
        }
    }

    private void leave() {
        way.leave();
        behindValue();
    }

    private void behindValue() {
        state = way.isEmpty() ? State.DOCUMENT : State.NEXT;
        if (state == State.DOCUMENT) {
            resync.documentEnds();
            endDocument();
        }
    }

    private void endDocument() {
        rows.documentEnded(fields.values());
        if (!hasRows) {
            rows.unreadable(line, RejectReason.MISSING, shape.rowsRule());
        }
    }

    private void begin(Kind kind, int at, int to) {
        state = State.SPAN;
        if (kind == Kind.ROW) {
            resync.rowBegins(in, at, to);
        } else if (kind == Kind.STRAY) {
            // It may be the next document, if this one was cut off.
            state = State.DOUBT;
            resync.begin(in, at + 1);
        }
        span.begin(kind, in[at], line);
    }

    private int span(int from, int to) {
        int end = span.pass(in, from, to);
        JsonExtent extent = span.extent();
        int lineFeeds = extent.takeLineFeeds();
        line += lineFeeds;
        lines.passed(in, from, end, lineFeeds > 0);
        if (extent.isEnded()) {
            endSpan(end);
        } else if (extent.isOdd() || extent.isInBrokenString()) {
            state = State.DOUBT;
            resync.begin(in, end);
        }
        return end;
    }

    /** Takes a byte of what is broken. */
    private int doubt(int at) {
        byte b = in[at];
        boolean isLost = state == State.LOST;
        if (!isBlank(b)) {
            boolean inRows = way.isInRows() && (isLost || span.kind() == Kind.ROW);
            Integer depth = isLost ? null : (Integer) span.extent().depth();
            Beginning begun = resync.next(b, inRows, depth, isLost && isOutside);
            if (begun != null && !(isReplay() && isHead(begun))) {
                if (!isLost) {
                    rows.unreadable(
                            span.line(),
                            RejectReason.MALFORMED,
                            "must be JSON: it has no end; all before the next in line " + line + " is skipped");
                }
                return resume(begun, at);
            }
        }
        if (isLost) {
            return at + 1;
        }
        int end = span.pass(in, at, at + 1);
        span.extent().takeLineFeeds();
        if (span.extent().isEnded()) {
            endSpan(end);
        }
        return end;
    }

    /** Goes on with what has begun. */
    private int resume(Beginning begun, int at) {
        switch (begun) {
            case DOCUMENT, DOCUMENT_HEAD -> {
                way.clear();
                state = State.DOCUMENT;
                rows.documentEnded(fields.values());
            }
            case ROW, ROW_HEAD -> state = State.ELEMENT;
            case END_OF_ROWS -> state = State.NEXT;
        }
        if (!isHead(begun)) {
            return at;
        }
        in = resync.head(begun);
        try {
            pass(in.length);
        } finally {
            in = part;
        }
        return at + 1;
    }

    private static boolean isHead(Beginning begun) {
        return begun == Beginning.DOCUMENT_HEAD || begun == Beginning.ROW_HEAD;
    }

    /** Whether a head is read once more. One that is broken itself would be found in itself without end. */
    private boolean isReplay() {
        return in != part;
    }

    private void endSpan(int end) {
        if (span.extent().isMismatched()) {
            breakOff(span.line(), "must be JSON: a bracket is closed where another one is open", end);
            return;
        }
        switch (span.kind()) {
            case NAME -> {
                way.name(JsonFields.text(span.kept().bytes(), 0, span.kept().length()));
                state = State.COLON;
            }
            case ROW -> {
                fields.forgetFrom(shape.documentSlots());
                SightingReading wrong = read();
                rows.row(wrong == null ? shape.meaning().apply(fields.values()) : wrong, span.line());
                behindValue();
            }
            case FIELD -> {
                SightingReading wrong = read();
                if (wrong != null) {
                    rows.row(wrong, span.line());
                }
                behindValue();
            }
            case UNWANTED -> behindValue();
            case STRAY -> {
                rows.unreadable(span.line(), RejectReason.MALFORMED, "must be JSON: a comma before it is missing");
                behindValue();
            }
        }
    }

    /** Why what was kept is no good, null if nothing is wrong with it. */
    private @Nullable SightingReading read() {
        RowBytes kept = span.kept();
        return kept.isOver()
                ? SightingReading.rejected(RejectReason.TOO_LARGE, "must have at most " + maxRowBytes + " bytes")
                : fields.read(kept.bytes(), 0, kept.length(), wanted);
    }

    private void breakOff(String rule, int at) {
        breakOff(line, rule, at);
    }

    private void breakOff(int where, String rule, int at) {
        isOutside = state == State.DOCUMENT;
        state = State.LOST;
        resync.begin(in, at);
        rows.unreadable(where, RejectReason.MALFORMED, rule);
        rows.documentEnded(fields.values());
    }
}
