package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * The one form of time that ATAK reads and everybody writes: {@code 2026-01-31T23:59:59.000Z}, in UTC, to and from
 * milliseconds since 1970-01-01T00:00:00Z. Dates are counted in years that begin in March, so that the day of a leap year
 * comes last.
 */
public final class CotTime {

    static final int BYTES = 24;

    /** What {@link #parse} answers to a text that is no time. */
    static final long NOT_A_TIME = Long.MIN_VALUE;

    private static final long MIN_MS = -62_167_219_200_000L;
    private static final long MAX_MS = 253_402_300_799_999L;
    private static final long MS_OF_DAY = 86_400_000L;
    private static final int DAYS_OF_ERA = 146_097;
    private static final int YEARS_OF_ERA = 400;
    /** From 0000-03-01, where the count begins, to 1970-01-01. */
    private static final int DAYS_TO_1970 = 719_468;

    /** What stands between the numbers in {@code 2026-01-}, {@code T23:59:5} and {@code :59.000Z}, the first lowest. */
    private static final long YEAR_AND_MONTH_MARKS = (long) '-' << 32 | (long) '-' << 56;

    private static final long UP_TO_SECONDS_MARKS = 'T' | ':' << 24 | (long) ':' << 48;
    private static final long FROM_SECONDS_MARKS = ':' | '.' << 24 | (long) 'Z' << 56;

    private CotTime() {}

    /** Whether the year has four digits, 0000 to 9999. */
    public static boolean isWritable(long ms) {
        return ms >= MIN_MS && ms <= MAX_MS;
    }

    /** Writes a time that {@link #isWritable}. */
    public static int append(long ms, Draft out, int index) {
        Ascii.reserve(out, index, BYTES);
        long day = Math.floorDiv(ms, MS_OF_DAY);
        putDate((int) day, out, index);
        return putTimeOfDay((int) (ms - day * MS_OF_DAY), out, index);
    }

    /**
     * Writes a time that {@link #isWritable} after another one that stands in the buffer already: times of one event are
     * mostly of one day, and its date is copied then.
     */
    public static int append(long ms, long otherMs, int indexOfOther, Draft out, int index) {
        long day = Math.floorDiv(ms, MS_OF_DAY);
        if (day != Math.floorDiv(otherMs, MS_OF_DAY)) {
            return append(ms, out, index);
        }
        Ascii.reserve(out, index, BYTES);
        out.setLong(index, out.getLong(indexOfOther));
        out.setLong(index + 8, out.getLong(indexOfOther + 8));
        out.setLong(index + 16, out.getLong(indexOfOther + 16));
        return ms == otherMs ? index + BYTES : putTimeOfDay((int) (ms - day * MS_OF_DAY), out, index);
    }

    /** Writes a time that {@link #isWritable} at a buffer's writer index. */
    static void write(long ms, ByteBuf out) {
        Draft draft = Draft.ofThread();
        draft.copyTo(out, append(ms, draft, 0));
    }

    private static void putDate(int day, Draft out, int index) {
        // Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms", 2022.
        int quarters = 4 * (day + DAYS_TO_1970 + DAYS_OF_ERA) + 3;
        int centuries = quarters / DAYS_OF_ERA;
        int quartersOfCentury = quarters % DAYS_OF_ERA | 3;
        long scaled = 2_939_745L * quartersOfCentury;
        int dayOfYear = (int) ((scaled & 0xFFFF_FFFFL) / 2_939_745) >> 2;
        int monthAndDay = 2_141 * dayOfYear + 197_913;
        boolean nextYear = dayOfYear >= 306;
        int month = (monthAndDay >> 16) - (nextYear ? 12 : 0);
        int dayOfMonth = (monthAndDay & 0xFFFF) / 2_141 + 1;
        int year = 100 * centuries + (int) (scaled >>> 32) + (nextYear ? 1 : 0) - YEARS_OF_ERA;
        int century = year / 100;
        long yearAndMonth = two(century) | two(year - century * 100) << 16 | two(month) << 40;
        out.setLong(index, yearAndMonth | YEAR_AND_MONTH_MARKS);
        out.setShort(index + 8, (int) two(dayOfMonth));
    }

    private static int putTimeOfDay(int msOfDay, Draft out, int index) {
        int secondOfDay = msOfDay / 1_000;
        int minuteOfDay = secondOfDay / 60;
        int hour = minuteOfDay / 60;
        int milli = msOfDay - secondOfDay * 1_000;
        int tens = milli / 10;
        long seconds = two(secondOfDay - minuteOfDay * 60);
        long upToSeconds = two(hour) << 8 | two(minuteOfDay - hour * 60) << 32 | seconds << 56;
        long fromSeconds = seconds << 8 | two(tens) << 32 | ('0' + milli - tens * 10L) << 48;
        out.setLong(index + 10, upToSeconds | UP_TO_SECONDS_MARKS);
        out.setLong(index + 16, fromSeconds | FROM_SECONDS_MARKS);
        return index + BYTES;
    }

    /** Two digits as ASCII, the first in the lower byte. */
    private static long two(int number) {
        int tens = number * 103 >> 10;
        return (long) ('0' + tens | '0' + number - tens * 10 << 8);
    }

    /**
     * Reads {@code YYYY-MM-DDTHH:MM:SSZ}, with or without digits of the second, of which three count.
     *
     * @return the time, or {@link #NOT_A_TIME}
     */
    static long parse(String text) {
        int length = text.length();
        if (length < 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(length - 1) != 'Z') {
            return NOT_A_TIME;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        int milli = length == 20 ? 0 : fraction(text, length - 1);
        boolean real = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
        if (!real || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || milli < 0) {
            return NOT_A_TIME;
        }
        int marchYear = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(marchYear, YEARS_OF_ERA);
        int yearOfEra = marchYear - era * YEARS_OF_ERA;
        int dayOfYear = (153 * (month <= 2 ? month + 9 : month - 3) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        long days = (long) era * DAYS_OF_ERA + dayOfEra - DAYS_TO_1970;
        return days * MS_OF_DAY + ((hour * 60 + minute) * 60 + second) * 1_000L + milli;
    }

    private static int daysOf(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** The thousandths in {@code .digits}; negative if that does not stand there. */
    private static int fraction(String text, int end) {
        if (text.charAt(19) != '.' || end < 21) {
            return -1;
        }
        int milli = 0;
        for (int i = 20; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            milli += i == 20 ? digit * 100 : i == 21 ? digit * 10 : i == 22 ? digit : 0;
        }
        return milli;
    }

    /** The number of these digits, -1 if they are none. */
    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
