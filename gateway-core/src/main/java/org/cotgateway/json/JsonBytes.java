package org.cotgateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for single bytes in an array, eight at a time. */
final class JsonBytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long ONE = 0x0101_0101_0101_0101L;
    private static final long QUOTE = ONE * '"';
    private static final long BACKSLASH = ONE * '\\';
    private static final long SPACE = ONE * ' ';

    private JsonBytes() {}

    /** The eight bytes from an index on, the first of them lowest. */
    static long word(byte[] in, int index) {
        return (long) LONGS.get(in, index);
    }

    /** The bytes between the indices, at most eight, the first of them lowest. */
    static long word(byte[] in, int from, int to) {
        if (from + Long.BYTES <= in.length) {
            return word(in, from) & -1L >>> (Long.BYTES - (to - from) << 3);
        }
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << 8 | in[i] & 0xFF;
        }
        return word;
    }

    /** Where the first byte stands that is a quote, a backslash, a control character or not ASCII; the end if none does. */
    static int nextOdd(byte[] in, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            long word = word(in, i);
            // Of the marks the lowest is right, and it is the one that is asked for.
            long odd = (zeros(word ^ QUOTE) | zeros(word ^ BACKSLASH) | word - SPACE & ~word | word) & HIGH;
            if (odd != 0) {
                return i + (Long.numberOfTrailingZeros(odd) >>> 3);
            }
        }
        while (i < to && in[i] >= ' ' && in[i] != '"' && in[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Where a byte of ASCII first stands; the end if it does not. */
    static int indexOf(byte[] in, int from, int to, char wanted) {
        long each = ONE * wanted;
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            long found = zeros(word(in, i) ^ each) & HIGH;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < to && in[i] != wanted) {
            i++;
        }
        return i;
    }

    /** In the highest bit of each byte whether it is zero; true up to the lowest that is. */
    private static long zeros(long word) {
        return word - ONE & ~word;
    }
}
