package org.cotgateway.codec;

import java.nio.charset.StandardCharsets;

/**
 * Reads times that stand in an array, as {@link CotTime#parse} does. Nearly all times are of the same day as the last one,
 * of which the date is remembered, so that only the time of day must be read. Not thread-safe.
 */
final class TimeReader {

    private static final int DATE_BYTES = 10;
    private static final int SECONDS_BYTES = 20;
    private static final int MS_OF_DAY = 86_400_000;

    /** The date of the last time, as its first and last eight bytes, of which six are in both. */
    private long dateHead;

    private long dateTail;
    private long dateMs;

    /**
     * The time between the indices, or {@link CotTime#NOT_A_TIME}; {@link XmlBytes#SPARE} bytes behind it may be read.
     */
    long read(byte[] in, int from, int to) {
        if (to - from < SECONDS_BYTES) {
            return CotTime.NOT_A_TIME;
        }
        long head = XmlBytes.word(in, from);
        long tail = XmlBytes.word(in, from + DATE_BYTES - Long.BYTES);
        if (head != dateHead || tail != dateTail) {
            return readNewDate(in, from, to, head, tail);
        }
        int at = from + DATE_BYTES;
        int hour = two(in, at + 1);
        int minute = two(in, at + 4);
        int second = two(in, at + 7);
        boolean marked = in[at] == 'T' && in[at + 3] == ':' && in[at + 6] == ':' && in[to - 1] == 'Z';
        int milli = to - from == SECONDS_BYTES ? 0 : thousandths(in, at + 9, to - 1);
        if (!marked || (hour | minute | second | milli) < 0 || hour > 23 || minute > 59 || second > 59) {
            return CotTime.NOT_A_TIME;
        }
        return dateMs + ((hour * 60 + minute) * 60 + second) * 1_000 + milli;
    }

    private long readNewDate(byte[] in, int from, int to, long head, long tail) {
        long ms = CotTime.parse(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
        if (ms != CotTime.NOT_A_TIME) {
            dateHead = head;
            dateTail = tail;
            dateMs = ms - Math.floorMod(ms, MS_OF_DAY);
        }
        return ms;
    }

    /** The number of two digits, negative if they are none. */
    private static int two(byte[] in, int index) {
        int tens = in[index] - '0';
        int ones = in[index + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
    }

    /** The thousandths in {@code .digits}; negative if that does not stand there. */
    private static int thousandths(byte[] in, int from, int to) {
        if (in[from] != '.' || to - from < 2) {
            return -1;
        }
        int milli = 0;
        int weight = 100;
        for (int i = from + 1; i < to; i++) {
            int digit = in[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            milli += digit * weight;
            weight /= 10;
        }
        return milli;
    }
}
