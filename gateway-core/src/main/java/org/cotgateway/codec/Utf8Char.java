package org.cotgateway.codec;

/** Writes single characters in UTF-8, by the rules of {@link Ascii}: up to four bytes at an index, for which there is room. */
public final class Utf8Char {

    private Utf8Char() {}

    /** Writes a character that is no surrogate, and answers the index behind it. */
    public static int put(int c, Draft out, int index) {
        if (c < 0x80) {
            out.setByte(index, c);
            return index + 1;
        }
        if (c < 0x800) {
            out.setByte(index, 0xC0 | c >> 6);
            return putLast(c, out, index + 1);
        }
        if (c < 0x10000) {
            out.setByte(index, 0xE0 | c >> 12);
            return putLast(c, out, putLast(c >> 6, out, index + 1));
        }
        out.setByte(index, 0xF0 | c >> 18);
        return putLast(c, out, putLast(c >> 6, out, putLast(c >> 12, out, index + 1)));
    }

    /** Writes a byte that is not the first one, with the lowest six bits of the character's rest. */
    private static int putLast(int rest, Draft out, int index) {
        out.setByte(index, 0x80 | rest & 0x3F);
        return index + 1;
    }
}
