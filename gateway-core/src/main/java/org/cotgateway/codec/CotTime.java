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

    private CotTime() {}

    /** Whether the year has four digits, 0000 to 9999. */
    static boolean isWritable(long ms) {
        return ms >= MIN_MS && ms <= MAX_MS;
    }

    /** Writes a time that {@link #isWritable}. */
    static int append(long ms, ByteBuf out, int index) {
        Ascii.reserve(out, index, BYTES);
        int day = (int) Math.floorDiv(ms, MS_OF_DAY);
        int msOfDay = (int) (ms - day * MS_OF_DAY);
        int sinceMarch0000 = day + DAYS_TO_1970;
        int era = Math.floorDiv(sinceMarch0000, DAYS_OF_ERA);
        int dayOfEra = sinceMarch0000 - era * DAYS_OF_ERA;
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + era * YEARS_OF_ERA + (month <= 2 ? 1 : 0);

        int secondOfDay = msOfDay / 1_000;
        int minuteOfDay = secondOfDay / 60;
        int hour = minuteOfDay / 60;
        out.setLongLE(
                index,
                two(year / 100) | two(year % 100) << 16 | (long) '-' << 32 | two(month) << 40 | (long) '-' << 56);
        out.setLongLE(
                index + 8,
                two(dayOfMonth) | 'T' << 16 | two(hour) << 24 | (long) ':' << 40 | two(minuteOfDay - hour * 60) << 48);
        int milli = msOfDay - secondOfDay * 1_000;
        out.setLongLE(
                index + 16,
                ':'
                        | two(secondOfDay - minuteOfDay * 60) << 8
                        | '.' << 24
                        | (two(milli / 10) << 32)
                        | (long) ('0' + milli % 10) << 48
                        | (long) 'Z' << 56);
        return index + BYTES;
    }

    /** Two digits as ASCII, the first in the lower byte. */
    private static long two(int number) {
        int tens = number * 103 >> 10;
        return '0' + tens | '0' + number - tens * 10 << 8;
    }
}
