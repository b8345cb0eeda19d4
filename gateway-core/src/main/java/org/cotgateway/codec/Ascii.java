package org.cotgateway.codec;

import java.nio.charset.StandardCharsets;

/**
 * A constant of at most 24 ASCII characters, kept as the words that one to three stores write. A record, because the
 * compiler takes the components of a constant record for constants too.
 *
 * <p>How this package writes: a {@code put} or {@code append} writes at an index of a {@link Draft}
 * and answers the index behind what it wrote. It stores whole words, so up to seven bytes behind that are overwritten; the
 * next piece covers them. {@code append} makes room for itself and leaves {@link #SPARE} bytes behind it, which is where
 * the constants between two pieces go: {@code put} makes no room.
 */
public record Ascii(long first, long second, long third, int length) {

    /** Room behind each appended piece: two constants and what a store writes too much. */
    public static final int SPARE = 56;

    public static Ascii of(String constant) {
        byte[] bytes = constant.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > 24) {
            throw new IllegalArgumentException(constant + ": longer than 24");
        }
        long[] words = new long[3];
        for (int i = 0; i < bytes.length; i++) {
            words[i / 8] |= (long) bytes[i] << (i % 8 * 8);
        }
        return new Ascii(words[0], words[1], words[2], bytes.length);
    }

    public int put(Draft out, int index) {
        out.setLong(index, first);
        if (length > 8) {
            out.setLong(index + 8, second);
        }
        if (length > 16) {
            out.setLong(index + 16, third);
        }
        return index + length;
    }

    /**
     * Makes room for so many bytes from the index on and {@link #SPARE} more.
     */
    public static void reserve(Draft out, int index, int bytes) {
        if (out.capacity() - index < bytes + SPARE) {
            out.grow(index + bytes + SPARE);
        }
    }
}
