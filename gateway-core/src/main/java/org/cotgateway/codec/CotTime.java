package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * The one form of time that ATAK reads and everybody writes: {@code 2026-01-31T23:59:59.000Z}, in UTC, to and from
 * milliseconds since 1970-01-01T00:00:00Z. Dates are counted in years that begin in March, so that the day of a leap year
 * comes last.
 */
final class CotTime {

    static final int BYTES = 24;

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
    static boolean isWritable(long ms) {
        return ms >= MIN_MS && ms <= MAX_MS;
    }

    /** Writes a time that {@link #isWritable}. */
    static int append(long ms, ByteBuf out, int index) {
        Ascii.reserve(out, index, BYTES);
        long day = Math.floorDiv(ms, MS_OF_DAY);
        putDate((int) day, out, index);
        return putTimeOfDay((int) (ms - day * MS_OF_DAY), out, index);
    }

    /**
     * Writes a time that {@link #isWritable} after another one that stands in the buffer already: times of one event are
     * mostly of one day, and its date is copied then.
     */
    static int append(long ms, long otherMs, int indexOfOther, ByteBuf out, int index) {
        long day = Math.floorDiv(ms, MS_OF_DAY);
        if (day != Math.floorDiv(otherMs, MS_OF_DAY)) {
            return append(ms, out, index);
        }
        Ascii.reserve(out, index, BYTES);
        out.setLongLE(index, out.getLongLE(indexOfOther));
        out.setShortLE(index + 8, out.getShortLE(indexOfOther + 8));
        return putTimeOfDay((int) (ms - day * MS_OF_DAY), out, index);
    }

    private static void putDate(int day, ByteBuf out, int index) {
        int sinceMarch0000 = day + DAYS_TO_1970;
        int era = Math.floorDiv(sinceMarch0000, DAYS_OF_ERA);
        int dayOfEra = sinceMarch0000 - era * DAYS_OF_ERA;
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + era * YEARS_OF_ERA + (month <= 2 ? 1 : 0);
        int century = year / 100;
        long yearAndMonth = two(century) | two(year - century * 100) << 16 | two(month) << 40;
        out.setLongLE(index, yearAndMonth | YEAR_AND_MONTH_MARKS);
        out.setShortLE(index + 8, (int) two(dayOfMonth));
    }

    private static int putTimeOfDay(int msOfDay, ByteBuf out, int index) {
        int secondOfDay = msOfDay / 1_000;
        int minuteOfDay = secondOfDay / 60;
        int hour = minuteOfDay / 60;
        int milli = msOfDay - secondOfDay * 1_000;
        int tens = milli / 10;
        long seconds = two(secondOfDay - minuteOfDay * 60);
        long upToSeconds = two(hour) << 8 | two(minuteOfDay - hour * 60) << 32 | seconds << 56;
        long fromSeconds = seconds << 8 | two(tens) << 32 | ('0' + milli - tens * 10L) << 48;
        out.setLongLE(index + 10, upToSeconds | UP_TO_SECONDS_MARKS);
        out.setLongLE(index + 16, fromSeconds | FROM_SECONDS_MARKS);
        return index + BYTES;
    }

    /** Two digits as ASCII, the first in the lower byte. */
    private static long two(int number) {
        int tens = number * 103 >> 10;
        return '0' + tens | '0' + number - tens * 10 << 8;
    }
}
