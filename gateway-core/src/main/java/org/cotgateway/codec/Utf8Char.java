package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** Writes single characters in UTF-8, by the rules of {@link Ascii}: up to four bytes at an index, for which there is room. */
public final class Utf8Char {

    private Utf8Char() {}

    /** Writes a character that is no surrogate, and answers the index behind it. */
    public static int put(int c, ByteBuf out, int index) {
        if (c < 0x80) {
            out.setByte(index, c);
            return index + 1;
        }
        if (c < 0x800) {
            out.setShort(index, (0xC0 | c >> 6) << 8 | 0x80 | c & 0x3F);
            return index + 2;
        }
        int lastTwo = (0x80 | c >> 6 & 0x3F) << 8 | 0x80 | c & 0x3F;
        if (c < 0x10000) {
            out.setMedium(index, (0xE0 | c >> 12) << 16 | lastTwo);
            return index + 3;
        }
        out.setInt(index, (0xF0 | c >> 18) << 24 | (0x80 | c >> 12 & 0x3F) << 16 | lastTwo);
        return index + 4;
    }
}
