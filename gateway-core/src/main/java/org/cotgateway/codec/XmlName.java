package org.cotgateway.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A name of ASCII as a few numbers: its first and its last eight bytes and its length. Up to 16 bytes that is all of it, so
 * that such names are equal when the numbers are. A record, because the compiler takes the components of a constant record
 * for constants too.
 */
record XmlName(long head, long tail, int length) {

    private static final int MAX_EXACT_BYTES = 2 * Long.BYTES;

    static XmlName of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > MAX_EXACT_BYTES) {
            throw new IllegalArgumentException(name + ": longer than " + MAX_EXACT_BYTES);
        }
        byte[] padded = Arrays.copyOf(bytes, MAX_EXACT_BYTES + Long.BYTES);
        return new XmlName(head(padded, 0, bytes.length), tail(padded, 0, bytes.length), bytes.length);
    }

    static long head(byte[] in, int from, int to) {
        long word = XmlBytes.word(in, from);
        int unused = Long.BYTES - (to - from);
        return unused <= 0 ? word : word & -1L >>> (unused << 3);
    }

    /** The last eight bytes; 0 for a name that has no more. */
    static long tail(byte[] in, int from, int to) {
        return to - from > Long.BYTES ? XmlBytes.word(in, to - Long.BYTES) : 0;
    }
}
