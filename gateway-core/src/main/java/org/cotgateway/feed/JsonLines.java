package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/**
 * Where in their lines documents and rows begin. One of which the end is not found has most likely lost it: then what begins a
 * later line in the way that a row or a document began its own is the next one. One thread.
 */
final class JsonLines {

    private static final int INSIDE = -1;

    /** How many blanks the line of what comes now begins with. */
    private int lineIndent;
    /** How many blanks, and a comma, stand before what comes now; {@link #INSIDE} if something else does. */
    private int indent;

    private boolean isBehindComma;

    private byte document;
    private int documentIndent;
    private int documentLineIndent;
    private byte row;
    private int rowIndent;
    private int rowLineIndent;
    private boolean isRowBehindComma;

    /** A line begins. */
    void line() {
        lineIndent = 0;
        indent = 0;
        isBehindComma = false;
    }

    /** A blank has passed. */
    void blank() {
        if (indent != INSIDE) {
            indent++;
            lineIndent += isBehindComma ? 0 : 1;
        }
    }

    /** Something else has passed. */
    void other(byte b) {
        if (b == ',' && indent != INSIDE && !isBehindComma) {
            isBehindComma = true;
            indent++;
        } else {
            indent = INSIDE;
        }
    }

    /** Bytes have passed, of which none stands outside of a value. */
    void passed(byte[] in, int from, int to, boolean haveLineFeed) {
        int at = from;
        if (haveLineFeed) {
            at = to;
            while (in[at - 1] != '\n') {
                at--;
            }
            line();
        }
        while (at < to && indent != INSIDE) {
            byte b = in[at++];
            if (JsonResync.isBlank(b)) {
                blank();
            } else {
                other(b);
            }
        }
    }

    void document(byte bracket) {
        document = bracket;
        documentIndent = indent;
        documentLineIndent = lineIndent;
        row(bracket);
    }

    void row(byte first) {
        row = first;
        rowIndent = indent;
        rowLineIndent = lineIndent;
        isRowBehindComma = isBehindComma && indent != INSIDE;
    }

    /**
     * What begins with that byte; null if nothing does, or if something stands before it in its line.
     *
     * @param inRows whether what has no end is in one row of an array
     */
    JsonResync.@Nullable Beginning next(byte b, boolean inRows) {
        if (indent == INSIDE) {
            return null;
        }
        if (inRows && b == ']' && !isBehindComma && indent <= Math.max(rowIndent, 0)) {
            return JsonResync.Beginning.END_OF_ROWS;
        }
        boolean isRow = inRows && b == row && (b == '{' || b == '[');
        if (isBehindComma) {
            return isRow && lineIndent <= rowLineIndent ? JsonResync.Beginning.ROW : null;
        }
        boolean isAligned = indent == rowIndent || rowIndent == INSIDE;
        if (isRow && isAligned && !isRowBehindComma && rowIndent != INSIDE) {
            return JsonResync.Beginning.ROW;
        }
        boolean isDocument =
                b == document && (documentIndent == INSIDE ? indent <= documentLineIndent : indent == documentIndent);
        if (isDocument) {
            return JsonResync.Beginning.DOCUMENT;
        }
        return isRow && rowIndent == INSIDE ? JsonResync.Beginning.ROW : null;
    }
}
