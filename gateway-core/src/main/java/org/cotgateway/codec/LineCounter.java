package org.cotgateway.codec;

import org.cotgateway.event.TextPosition;

/**
 * Counts lines and columns from the beginning of a document on, forward only, so that any number of positions takes one
 * walk. Lines end with LF, CR or both; columns count characters.
 */
final class LineCounter {

    private final DocumentText text;
    private int next;
    private int line = 1;
    private int column = 1;

    LineCounter(DocumentText text) {
        this.text = text;
        next = text.from();
    }

    /** The position of a byte that is not in front of the last one. */
    TextPosition moveTo(int index) {
        byte[] bytes = text.bytes();
        int end = Math.min(index, text.to());
        for (; next < end; next++) {
            byte b = bytes[next];
            if (b == '\n' || b == '\r' && (next + 1 == text.to() || bytes[next + 1] != '\n')) {
                line++;
                column = 1;
            } else if ((b & 0xC0) != 0x80) {
                column++;
            }
        }
        return new TextPosition(line, column);
    }
}
