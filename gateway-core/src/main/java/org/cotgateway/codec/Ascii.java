package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A constant of 1 to 24 ASCII characters, kept as the words that one to three stores write: the last overlaps those before
 * it, so that there is no loop and no byte behind the constant is touched. A record, because the compiler takes the
 * components of a constant record for constants too.
 *
 * <p>Like every {@code put} of this package, the one here writes at an index, leaves the buffer's own indices alone and
 * answers the index after what it wrote; {@link #reserve} makes the room, {@code append} does both.
 */
record Ascii(long first, long second, long last, int length) {

    static Ascii of(String constant) {
        byte[] bytes = constant.getBytes(StandardCharsets.US_ASCII);
        int length = bytes.length;
        if (length < 1 || length > 24) {
            throw new IllegalArgumentException(constant + ": not 1 to 24 characters");
        }
        int width = length < 4 ? 1 : length < 8 ? 4 : 8;
        long second = length < 4 ? word(bytes, length / 2, 1) : length > 16 ? word(bytes, 8, 8) : 0;
        return new Ascii(word(bytes, 0, width), second, word(bytes, length - width, width), length);
    }

    private static long word(byte[] bytes, int from, int width) {
        long word = 0;
        for (int i = 0; i < width; i++) {
            word |= (long) bytes[from + i] << (i * 8);
        }
        return word;
    }

    /** Writes the constant, having made room for it. */
    int append(ByteBuf out, int index) {
        reserve(out, index, length);
        return put(out, index);
    }

    /** Writes the constant where there is room for it. */
    int put(ByteBuf out, int index) {
        int end = index + length;
        if (length >= 8) {
            out.setLongLE(index, first);
            if (length > 16) {
                out.setLongLE(index + 8, second);
            }
            out.setLongLE(end - 8, last);
        } else if (length >= 4) {
            out.setIntLE(index, (int) first);
            out.setIntLE(end - 4, (int) last);
        } else {
            out.setByte(index, (int) first);
            out.setByte(index + (length >> 1), (int) second);
            out.setByte(end - 1, (int) last);
        }
        return end;
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
