package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
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
    static int putVarint(long number, ByteBuf out, int index) {
        long rest = number;
        int at = index;
        while ((rest & ~0x7FL) != 0) {
            out.setByte(at++, (int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.setByte(at, (int) rest);
        return at + 1;
    }

    static int appendVarint(int field, long number, ByteBuf out, int index) {
        Ascii.reserve(out, index, MAX_TAG_BYTES + MAX_VARINT_BYTES);
        return putVarint(number, out, putVarint(tag(field, VARINT), out, index));
    }

    static int appendDouble(int field, double number, ByteBuf out, int index) {
        Ascii.reserve(out, index, MAX_TAG_BYTES + Double.BYTES);
        int at = putVarint(tag(field, FIXED64), out, index);
        out.setLongLE(at, Double.doubleToRawLongBits(number));
        return at + Double.BYTES;
    }

    /**
     * Writes a text.
     *
     * @param name what it is, for the message
     * @throws IllegalArgumentException if a character could not stand in XML
     */
    static int appendText(int field, String text, String name, ByteBuf out, int index) {
        int forbidden = XmlChars.firstForbidden(text);
        if (forbidden >= 0) {
            throw new IllegalArgumentException(String.format(
                    "%s: U+%04X at index %d cannot stand in XML", name, (int) text.charAt(forbidden), forbidden));
        }
        int length = text.length();
        Ascii.reserve(out, index, MAX_TAG_BYTES * 2 + length * MAX_UTF8_BYTES);
        int lengthAt = putVarint(tag(field, LENGTH_DELIMITED), out, index);
        int room = varintBytes(length);
        // Of plain ASCII, which nearly everything is, this is all there is to do.
        int bytes = out.setCharSequence(lengthAt + room, text, StandardCharsets.UTF_8);
        return putLength(lengthAt, room, out, lengthAt + room + bytes);
    }

    /** Begins a message of which the length needs so many bytes, probably; answers where the length is to stand. */
    static int begin(int field, int room, ByteBuf out, int index) {
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
    static int putLength(int lengthAt, int room, ByteBuf out, int end) {
        int length = end - lengthAt - room;
        int shift = varintBytes(length) - room;
        if (shift != 0) {
            Ascii.reserve(out, end, shift);
            move(out, lengthAt + room, end, shift);
        }
        putVarint(length, out, lengthAt);
        return end + shift;
    }

    /** Moves bytes by a few, in steps that never overwrite what is still to be moved. */
    private static void move(ByteBuf out, int from, int to, int shift) {
        if (shift > 0) {
            int at = to;
            for (; at - Long.BYTES >= from; at -= Long.BYTES) {
                out.setLong(at - Long.BYTES + shift, out.getLong(at - Long.BYTES));
            }
            while (--at >= from) {
                out.setByte(at + shift, out.getByte(at));
            }
        } else {
            int at = from;
            for (; at + Long.BYTES <= to; at += Long.BYTES) {
                out.setLong(at + shift, out.getLong(at));
            }
            for (; at < to; at++) {
                out.setByte(at + shift, out.getByte(at));
            }
        }
    }
}
