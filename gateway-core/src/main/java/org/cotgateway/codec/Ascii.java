package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A constant of ASCII characters, kept as words of eight bytes: for pieces as short as an attribute's name, a few stores
 * of words beat the call of a bulk copy. Like every {@code put} of this package it writes at an index, leaves the
 * buffer's own indices alone and answers the index after what it wrote; {@link #reserve} makes the room.
 */
final class Ascii {

    private final long[] words;
    private final int length;

    private Ascii(byte[] bytes) {
        length = bytes.length;
        words = new long[(length + 7) / 8];
        for (int i = 0; i < length; i++) {
            words[i / 8] |= (long) bytes[i] << (i % 8 * 8);
        }
    }

    static Ascii of(String constant) {
        return new Ascii(constant.getBytes(StandardCharsets.US_ASCII));
    }

    int length() {
        return length;
    }

    /** Writes the constant, having made room for it. */
    int append(ByteBuf out, int index) {
        reserve(out, index, length);
        return put(out, index);
    }

    /** Writes the constant where there is room for it. */
    int put(ByteBuf out, int index) {
        int whole = length >> 3;
        int at = index;
        for (int i = 0; i < whole; i++) {
            out.setLongLE(at, words[i]);
            at += 8;
        }
        return (length & 7) == 0 ? at : putLow(words[whole], length & 7, out, at);
    }

    /** Writes the lowest bytes of a word, 0 to 8 of them, the lowest first. */
    static int putLow(long word, int bytes, ByteBuf out, int index) {
        if (bytes == 8) {
            out.setLongLE(index, word);
            return index + 8;
        }
        long rest = word;
        int at = index;
        if ((bytes & 4) != 0) {
            out.setIntLE(at, (int) rest);
            rest >>>= 32;
            at += 4;
        }
        if ((bytes & 2) != 0) {
            out.setShortLE(at, (int) rest);
            rest >>>= 16;
            at += 2;
        }
        if ((bytes & 1) != 0) {
            out.setByte(at, (int) rest);
            at++;
        }
        return at;
    }

    /**
     * Makes room for so many bytes from the index on, or as many as the buffer's maximum capacity allows: a put beyond that
     * fails by itself, and one that needs less than it asked for does not.
     */
    static void reserve(ByteBuf out, int index, int bytes) {
        if (out.capacity() - index < bytes) {
            out.writerIndex(index).ensureWritable(Math.min(bytes, out.maxCapacity() - index));
        }
    }
}
