package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/**
 * Where, behind what is broken or was cut off, a JSON document can be read again: where a line begins as a row or a document
 * did; where a head is that the documents, or the rows of this one, have; and where nothing is known but that a document is
 * over, at the next bracket. Neither quotes nor brackets before it are believed. One thread.
 */
final class JsonResync {

    /** What is there. */
    enum Beginning {
        /** It begins with the byte that was given. */
        DOCUMENT,
        /** The same. */
        ROW,
        /** The bracket behind the last row, which was given. */
        END_OF_ROWS,
        /** It began with a head like that of those before, of which the last byte was given. */
        DOCUMENT_HEAD,
        /** The same. */
        ROW_HEAD
    }

    /** How much before the first doubt is looked at. */
    private static final int LOOK_BACK = 64;

    private static final int ROOM = 4 * LOOK_BACK;

    private final JsonLines lines = new JsonLines();
    private final JsonHead document = new JsonHead();
    /** That of the last document of which the end was found. */
    private final JsonHead wholeDocument = new JsonHead();

    private final JsonHead row = new JsonHead();
    private final byte[] tail = new byte[LOOK_BACK];
    private int tailLength;
    /** What has passed, without blanks, since {@link #begin} and a little before. */
    private final byte[] passed = new byte[ROOM];

    private int passedLength;

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    JsonLines lines() {
        return lines;
    }

    void documentBegins(byte[] in, int at, int to) {
        lines.document(in[at]);
        row.begin();
        document.begin();
        document.take(in, at, to);
    }

    void documentEnds() {
        if (document.isWhole()) {
            wholeDocument.become(document);
        }
    }

    void rowBegins(byte[] in, int at, int to) {
        lines.row(in[at]);
        if (!row.isWhole()) {
            row.begin();
            row.take(in, at, to);
        }
    }

    /** More bytes have come. */
    void come(byte[] in, int to) {
        document.take(in, 0, to);
        if (row.length() > 0) {
            row.take(in, 0, to);
        }
    }

    /** All of these bytes have passed. */
    void gone(byte[] in, int to) {
        int keep = Math.min(tailLength, Math.max(0, LOOK_BACK - to));
        System.arraycopy(tail, tailLength - keep, tail, 0, keep);
        int fresh = Math.min(to, LOOK_BACK);
        System.arraycopy(in, to - fresh, tail, keep, fresh);
        tailLength = keep + fresh;
    }

    /** From there on it is in doubt what bytes mean. */
    void begin(byte[] in, int at) {
        passedLength = 0;
        int fresh = Math.min(at, LOOK_BACK);
        int before = Math.min(tailLength, LOOK_BACK - fresh);
        pass(tail, tailLength - before, tailLength);
        pass(in, at - fresh, at);
    }

    private void pass(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!isBlank(in[at])) {
                pass(in[at]);
            }
        }
    }

    private void pass(byte b) {
        if (passedLength == ROOM) {
            System.arraycopy(passed, ROOM - LOOK_BACK, passed, 0, LOOK_BACK);
            passedLength = LOOK_BACK;
        }
        passed[passedLength++] = b;
    }

    /**
     * Takes the next byte that is no blank, and says what begins there.
     *
     * @param inRows whether rows may come
     * @param depth how many brackets are open in what is broken, as far as it is known; null if nothing is
     * @param isOutside whether no document is open
     */
    @Nullable
    Beginning next(byte b, boolean inRows, @Nullable Integer depth, boolean isOutside) {
        Beginning begun = lines.next(b, inRows);
        boolean isBracket = b == '{' || b == '[';
        if (begun == null && isBracket && (isOutside || depth == null && isBehindEnd())) {
            begun = Beginning.DOCUMENT;
        }
        pass(b);
        lines.other(b);
        if (begun != null || b != '"') {
            return begun;
        }
        JsonHead known = wholeDocument.isWhole() ? wholeDocument : document;
        if (isNew(known, !inRows, depth)) {
            document.become(known);
            return Beginning.DOCUMENT_HEAD;
        }
        return inRows && follows(row, depth) ? Beginning.ROW_HEAD : null;
    }

    /** The head of what begins. */
    byte[] head(Beginning begun) {
        return (begun == Beginning.ROW_HEAD ? row : document).bytes();
    }

    private boolean isBehindEnd() {
        byte before = before(0);
        return before == '}' || before == ']';
    }

    /** Whether such a head is there, and where no value within another one begins. */
    private boolean isNew(JsonHead head, boolean mayFollow, @Nullable Integer depth) {
        if (!head.ends(passed, passedLength)) {
            return false;
        }
        return switch (before(head.length())) {
            case 0, ':', '[' -> false;
            case ',' -> mayFollow && follows(head, depth);
            // In a text, mostly, whose quotes are not escaped.
            case '"' -> ":,[{".indexOf(before(head.length() + 1)) < 0;
            default -> true;
        };
    }

    /** Whether such a head is there behind a comma, outside of what is nested. */
    private boolean follows(JsonHead head, @Nullable Integer depth) {
        return head.ends(passed, passedLength)
                && before(head.length()) == ','
                && (depth == null || depth <= 1 + head.brackets());
    }

    /** The byte that stands before so many others; 0 if that is not known. */
    private byte before(int bytes) {
        int at = passedLength - 1 - bytes;
        return at < 0 ? 0 : passed[at];
    }
}
