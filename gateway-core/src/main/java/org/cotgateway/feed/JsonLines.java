package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/**
 * Where in their lines documents and rows begin. A string of JSON ends in its line, so one that does not has most likely lost
 * its end: then what begins a later line in the way that a row or a document began its own is the next one. One thread.
 */
final class JsonLines {

    /** What a line begins with, inside a string that should have ended before. */
    enum Beginning {
        DOCUMENT,
        ROW,
        /** The bracket behind the last row. */
        END_OF_ROWS
    }

    private static final int INSIDE = -1;

    /** How many blanks stand before what comes now; {@link #INSIDE} if something else does. */
    private int indent;

    private byte document;
    private int documentIndent;
    private byte row;
    private int rowIndent;

    /** A line begins. */
    void line() {
        indent = 0;
    }

    /** A blank has passed. */
    void blank() {
        if (indent != INSIDE) {
            indent++;
        }
    }

    /** Something else has passed. */
    void other() {
        indent = INSIDE;
    }

    void document(byte bracket) {
        document = bracket;
        documentIndent = indent;
        row = bracket;
        rowIndent = indent;
    }

    void row(byte first) {
        row = first;
        rowIndent = indent;
    }

    /**
     * What begins with that byte, which is the first in its line that is no blank; null if nothing does.
     *
     * @param inRows whether the string without end is in one row of an array
     */
    @Nullable
    Beginning next(byte b, boolean inRows) {
        boolean isDocument = b == document && indent == documentIndent;
        if (!inRows) {
            return isDocument ? Beginning.DOCUMENT : null;
        }
        if (b == ']' && indent <= Math.max(rowIndent, 0)) {
            return Beginning.END_OF_ROWS;
        }
        boolean isBracket = row == '{' || row == '[';
        if (rowIndent != INSIDE) {
            if (isBracket && b == row && indent == rowIndent) {
                return Beginning.ROW;
            }
            return isDocument ? Beginning.DOCUMENT : null;
        }
        if (isDocument) {
            return Beginning.DOCUMENT;
        }
        return isBracket && b == row ? Beginning.ROW : null;
    }
}
