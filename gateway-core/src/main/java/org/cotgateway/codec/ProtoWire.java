package org.cotgateway.codec;

import org.cotgateway.event.XmlChars;

/**
 * The grammar of protocol buffers, as far as it is written: fields at an index of a buffer, each method answering the index
 * behind what it wrote. The length of a message stands before it, but is known only behind it: so it gets the room that
 * it will probably need, and the message is moved by a byte or two in the rare case that it needs another.
 */
final class ProtoWire {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    static final int MAX_VARINT_BYTES = 10;

    private static final int MAX_TAG_BYTES = 5;
    private static final int MAX_UTF8_BYTES = 3;

    private ProtoWire() {}

    static int tag(int field, int type) {
        return field << 3 | type;
    }

    /** How many bytes a number takes. */
    static int varintBytes(long number) {
        return (Long.SIZE - Long.numberOfLeadingZeros(number | 1) + 6) / 7;
    }

    /** Writes a number where there is room for it. */
    static int putVarint(long number, Draft out, int index) {
        long rest = number;
        int at = index;
        while ((rest & ~0x7FL) != 0) {
            out.setByte(at++, (int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.setByte(at, (int) rest);
        return at + 1;
    }

    static int appendVarint(int field, long number, Draft out, int index) {
        Ascii.reserve(out, index, MAX_TAG_BYTES + MAX_VARINT_BYTES);
        return putVarint(number, out, putVarint(tag(field, VARINT), out, index));
    }

    static int appendDouble(int field, double number, Draft out, int index) {
        Ascii.reserve(out, index, MAX_TAG_BYTES + Double.BYTES);
        int at = putVarint(tag(field, FIXED64), out, index);
        out.setLong(at, Double.doubleToRawLongBits(number));
        return at + Double.BYTES;
    }

    /**
     * Writes a text.
     *
     * @param name what it is, for the message
     * @throws IllegalArgumentException if a character could not stand in XML
     */
    static int appendText(int field, String text, String name, Draft out, int index) {
        int forbidden = XmlChars.firstForbidden(text);
        if (forbidden >= 0) {
            throw new IllegalArgumentException(String.format(
                    "%s: U+%04X at index %d cannot stand in XML", name, (int) text.charAt(forbidden), forbidden));
        }
        int length = text.length();
        Ascii.reserve(out, index, MAX_TAG_BYTES * 2 + length * MAX_UTF8_BYTES);
        int lengthAt = putVarint(tag(field, LENGTH_DELIMITED), out, index);
        int room = varintBytes(length);
        return putLength(lengthAt, room, out, putUtf8(text, out, lengthAt + room));
    }

    private static int putUtf8(String text, Draft out, int index) {
        int at = index;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.setByte(at++, c);
                i++;
            } else {
                int whole = text.codePointAt(i);
                at = Utf8Char.put(whole, out, at);
                i += Character.charCount(whole);
            }
        }
        return at;
    }

    /** Begins a message of which the length needs so many bytes, probably; answers where the length is to stand. */
    static int begin(int field, int room, Draft out, int index) {
        Ascii.reserve(out, index, MAX_TAG_BYTES + room);
        return putVarint(tag(field, LENGTH_DELIMITED), out, index);
    }

    /**
     * Puts a length before what was written in the meantime.
     *
     * @param lengthAt where it is to stand
     * @param room how many bytes were left for it
     * @param end the index behind what was written
     * @return the index behind it now
     */
    static int putLength(int lengthAt, int room, Draft out, int end) {
        int length = end - lengthAt - room;
        int shift = varintBytes(length) - room;
        if (shift != 0) {
            Ascii.reserve(out, end, shift);
            out.move(lengthAt + room, lengthAt + room + shift, length);
        }
        putVarint(length, out, lengthAt);
        return end + shift;
    }
}
