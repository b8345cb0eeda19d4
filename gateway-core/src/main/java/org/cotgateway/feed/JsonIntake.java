package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import org.cotgateway.feed.JsonSpan.Kind;
import org.cotgateway.json.JsonExtent;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows in JSON documents, one or several one after the other, as they come. Around the rows only what leads to them is
 * looked at, and a row is not read before all of it is there: so whatever is wrong inside of it costs this row, and a string
 * without end what stands before the {@link JsonLines next line} that begins as a row or a document does. Where a document is
 * broken between its rows, nothing that follows can be told from what was meant, and that is the end.
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
        /** The same, at the beginning of a line inside a string, which should have ended before. */
        DOUBT,
        BROKEN
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
    private final JsonLines lines = new JsonLines();

    private State state = State.DOCUMENT;
    private int line = 1;
    private int markBytes;
    private boolean hasDocument;
    private boolean hasRows;

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
        while (at < bytes.writerIndex() && state != State.BROKEN) {
            int length = Math.min(PART_BYTES, bytes.writerIndex() - at);
            bytes.getBytes(at, part, 0, length);
            at += length;
            for (int next = 0; next < length; ) {
                next = switch (state) {
                    case SPAN -> span(next, length);
                    case DOUBT -> doubt(next);
                    default -> between(next);
                };
            }
        }
    }

    @Override
    public void end() {
        if (state == State.DOCUMENT && !hasDocument) {
            rows.unreadable(1, RejectReason.MALFORMED, "must be JSON: there is nothing");
        } else if (state != State.DOCUMENT && state != State.BROKEN) {
            int where = state == State.SPAN || state == State.DOUBT ? span.line() : line;
            rows.unreadable(where, RejectReason.UNFINISHED, "must not be cut off");
            state = State.BROKEN;
        }
        rows.documentEnded(fields.values());
    }

    @Override
    public boolean isOver() {
        return state == State.BROKEN;
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
    private int between(int at) {
        byte b = part[at];
        if (isBlank(b) || isMark(b)) {
            return at + 1;
        }
        switch (state) {
            case DOCUMENT -> document(b, at);
            case FIRST_NAME, NAME -> {
                if (b == '"') {
                    begin(Kind.NAME, at);
                } else if (b == '}' && state == State.FIRST_NAME) {
                    leave();
                } else {
                    breakOff("must be JSON: a name in quotes is missing");
                }
            }
            case COLON -> {
                state = State.VALUE;
                if (b != ':') {
                    breakOff("must be JSON: a colon behind a name is missing");
                }
            }
            case VALUE -> {
                if (isPunctuation(b)) {
                    breakOff("must be JSON: a value behind a name is missing");
                } else {
                    value(way.next(), at);
                }
            }
            case FIRST_ELEMENT, ELEMENT -> element(b, at);
            case NEXT -> next(b, at);
            case SPAN, DOUBT, BROKEN -> {
                // Nothing more is looked at.
            }
        }
        lines.other();
        return at + 1;
    }

    private boolean isBlank(byte b) {
        if (b == '\n') {
            line++;
            lines.line();
            return true;
        }
        boolean isBlank = b == ' ' || b == '\r' || b == '\t';
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

    private void document(byte b, int at) {
        hasDocument = true;
        hasRows = false;
        fields.forgetFrom(0);
        if (b == '{' || b == '[') {
            lines.document(b);
            value(shape.document(), at);
        } else {
            breakOff("must be JSON: an object or an array");
        }
    }

    private void element(byte b, int at) {
        boolean isEnd = b == ']';
        if (b == ',' || isEnd && state == State.ELEMENT) {
            rows.unreadable(line, RejectReason.MALFORMED, "must be JSON: nothing stands beside a comma");
        }
        if (isEnd) {
            leave();
        } else if (b == '}' || b == ':') {
            breakOff("must be JSON: " + (char) b + " where an array is open");
        } else if (b == ',') {
            state = State.ELEMENT;
        } else {
            FieldTree row = way.row();
            if (row == null) {
                value(way.next(), at);
            } else {
                wanted = row;
                begin(Kind.ROW, at);
            }
        }
    }

    private void next(byte b, int at) {
        boolean inArray = way.isInArray();
        if (b == (inArray ? ']' : '}')) {
            leave();
        } else if (b == ',') {
            state = inArray ? State.ELEMENT : State.NAME;
        } else if (inArray && !isPunctuation(b)) {
            begin(Kind.STRAY, at);
        } else {
            breakOff("must be JSON: " + (char) b + " where a comma or the end should be");
        }
    }

    private static boolean isPunctuation(byte b) {
        return b == ',' || b == ':' || b == '}' || b == ']';
    }

    /** Begins with the value there. */
    private void value(@Nullable FieldTree place, int at) {
        byte first = part[at];
        FieldTree row = place == null ? null : place.row();
        boolean isNested = first == '{' || first == '[';
        if (row != null) {
            hasRows = true;
            wanted = row;
            if (first == '[') {
                way.enterRows(row);
                state = State.FIRST_ELEMENT;
            } else {
                begin(Kind.ROW, at);
            }
        } else if (place != null && isNested && place.hasMembers()) {
            way.enter(place, first == '[');
            state = first == '[' ? State.FIRST_ELEMENT : State.FIRST_NAME;
        } else if (place != null && !isNested && place.isWanted()) {
            wanted = place;
            begin(Kind.FIELD, at);
        } else {
            begin(Kind.UNWANTED, at);
        }
    }

    private void leave() {
        way.leave();
        behindValue();
    }

    private void behindValue() {
        state = way.isEmpty() ? State.DOCUMENT : State.NEXT;
        if (state == State.DOCUMENT) {
            endDocument();
        }
    }

    private void endDocument() {
        rows.documentEnded(fields.values());
        if (!hasRows) {
            rows.unreadable(line, RejectReason.MISSING, shape.rowsRule());
        }
    }

    private void begin(Kind kind, int at) {
        state = State.SPAN;
        if (kind == Kind.ROW) {
            lines.row(part[at]);
        }
        span.begin(kind, part[at], line);
    }

    private int span(int from, int to) {
        int end = span.pass(part, from, to);
        JsonExtent extent = span.extent();
        line += extent.takeLineFeeds();
        if (extent.isMismatched()) {
            line = span.line();
            breakOff("must be JSON: a bracket is closed where another one is open");
        } else if (extent.isEnded()) {
            endSpan();
        } else if (extent.isInBrokenString()) {
            state = State.DOUBT;
            lines.line();
        }
        return end;
    }

    /** Takes a byte at the beginning of a line in a string that should have ended before. */
    private int doubt(int at) {
        byte b = part[at];
        if (isBlank(b)) {
            span.blank(b);
            return at + 1;
        }
        state = State.SPAN;
        JsonLines.Beginning begun = lines.next(b, span.kind() == Kind.ROW && way.isInRows());
        if (begun == null) {
            lines.other();
            return at;
        }
        rows.unreadable(
                span.line(),
                RejectReason.MALFORMED,
                "must be JSON: a string has no end; all before line " + line + " is skipped");
        switch (begun) {
            case DOCUMENT -> {
                way.clear();
                state = State.DOCUMENT;
                rows.documentEnded(fields.values());
            }
            case ROW -> state = State.ELEMENT;
            case END_OF_ROWS -> state = State.NEXT;
        }
        return at;
    }

    private void endSpan() {
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

    private void breakOff(String rule) {
        state = State.BROKEN;
        rows.unreadable(line, RejectReason.MALFORMED, rule);
        rows.documentEnded(fields.values());
    }
}
