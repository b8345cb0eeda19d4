package org.cotgateway.json;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Reads times as partners write them: ISO 8601 with a date, a time and an offset or {@code Z}, of which milliseconds count. The
 * one form that CoT itself has is read without a String. Not thread-safe.
 */
final class TimeText {

    static final long NOT_A_TIME = Long.MIN_VALUE;

    private static final int DATE_CHARS = 10;
    private static final int LEAST_CHARS = 20;
    private static final int MOST_CHARS = 64;
    private static final long MS_OF_DAY = 86_400_000;

    /** The date that was read last, as its first and last eight characters; times that come together are of one day. */
    private long dateHead = -1;

    private long dateTail;
    private long dateMs;

    /** The time in milliseconds since 1970, or {@link #NOT_A_TIME}. */
    long parse(byte[] in, int from, int to) {
        int length = to - from;
        if (length >= LEAST_CHARS && length <= MOST_CHARS && in[to - 1] == 'Z' && isDate(in, from)) {
            long ms = timeOfDay(in, from + DATE_CHARS, to - 1);
            if (ms >= 0) {
                return dateMs + ms;
            }
        }
        return length > MOST_CHARS ? NOT_A_TIME : parseAny(new String(in, from, length, StandardCharsets.ISO_8859_1));
    }

    private static long parseAny(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            return NOT_A_TIME;
        }
    }

    private boolean isDate(byte[] in, int from) {
        long head = JsonBytes.word(in, from);
        long tail = JsonBytes.word(in, from + DATE_CHARS - Long.BYTES);
        if (head == dateHead && tail == dateTail) {
            return true;
        }
        String date = new String(in, from, DATE_CHARS, StandardCharsets.ISO_8859_1);
        try {
            dateMs = LocalDate.parse(date).toEpochDay() * MS_OF_DAY;
        } catch (DateTimeException notADate) {
            return false;
        }
        dateHead = head;
        dateTail = tail;
        return true;
    }

    /** The milliseconds of {@code Thh:mm:ss} with or without digits of the second; negative if that does not stand there. */
    private static int timeOfDay(byte[] in, int from, int to) {
        int hour = two(in, from + 1);
        int minute = two(in, from + 4);
        int second = two(in, from + 7);
        boolean real = in[from] == 'T' && in[from + 3] == ':' && in[from + 6] == ':';
        if (!real || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return -1;
        }
        int milli = 0;
        int dot = from + 9;
        if (dot < to) {
            if (in[dot] != '.' || dot + 1 == to) {
                return -1;
            }
            int unit = 100;
            for (int i = dot + 1; i < to; i++) {
                int digit = in[i] - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                milli += digit * unit;
                unit /= 10;
            }
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000 + milli;
    }

    private static int two(byte[] in, int at) {
        int tens = in[at] - '0';
        int ones = in[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
