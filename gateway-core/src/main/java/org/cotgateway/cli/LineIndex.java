package org.cotgateway.cli;

import org.cotgateway.event.TextPosition;

/**
 * Tells lines and columns in a text of UTF-8 bytes. Lines end with a line feed. Made for offsets that are asked for in
 * rising order, which it then tells in one pass over the text; any other order works and costs a pass more.
 */
final class LineIndex {

    private final byte[] text;
    private int at;
    private int line = 1;
    private int column = 1;

    LineIndex(byte[] text) {
        this.text = text;
    }

    /** The place of the character that begins at an offset in bytes. */
    TextPosition position(int offset) {
        if (offset < at) {
            at = 0;
            line = 1;
            column = 1;
        }
        for (; at < offset; at++) {
            if (text[at] == '\n') {
                line++;
                column = 1;
            } else if (beginsCharacter(at + 1)) {
                column++;
            }
        }
        return new TextPosition(line, column);
    }

    private boolean beginsCharacter(int index) {
        return index >= text.length || (text[index] & 0xc0) != 0x80;
    }
}
