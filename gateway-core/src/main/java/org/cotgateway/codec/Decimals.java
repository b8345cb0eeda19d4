package org.cotgateway.codec;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.cotgateway.event.CotPoint;

/**
 * Numbers as text. Writes doubles as the shortest decimals that read back to the same double, always in plain notation: consumers choke on
 * exponents. Among the shortest the one nearest to the double's exact value is written. A whole number has no point,
 * {@code -0.0} is {@code -0}.
 */
public final class Decimals {

    /** What the usual way needs at the most: a sign, whole digits, a point, places, and what the last store writes too much. */
    private static final int USUAL_BYTES = 1 + 8 + 1 + 8;

    /** Coordinates as ATAK writes them have seven places, and nearly all other numbers no more. */
    private static final long USUAL_UNIT = 10_000_000;

    /** Up to here the whole part of a number is at most eight digits. */
    private static final double MAX_USUAL = 1e8;

    /** What stands for an unknown height or error, and so in most events. */
    private static final long UNKNOWN_DIGITS = eightDigits((int) CotPoint.UNKNOWN) >>> 8;

    private static final long EIGHT_ZEROS = 0x3030303030303030L;
    private static final int EIGHT_DIGITS = 100_000_000;

    /** The powers of ten that a double holds exactly; dividing by one of them rounds once only. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** A number of so many digits is exact as a double, and one division of two exact numbers rounds once. */
    private static final int EXACT_DIGITS = 15;

    /** So many digits always fit in a long. */
    private static final int MAX_LONG_DIGITS = 18;

    /** Up to here every whole number is exact as a double. */
    private static final long MAX_EXACT = 1L << 53;

    private static final long MANTISSA = (1L << 52) - 1;

    /** Of the distance between two doubles; from here on the neighbour may be nearer. */
    private static final double ALMOST_HALF = 0.499_999;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?|[Nn][Aa][Nn])");

    private static final long[] POWERS = new long[19];

    /** {@code 0.} to {@code 999.}, the first character in the lowest byte: degrees, for example. */
    private static final int[] WHOLE_AND_POINT = new int[1_000];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        for (int whole = 0; whole < WHOLE_AND_POINT.length; whole++) {
            String text = whole + ".";
            for (int i = 0; i < text.length(); i++) {
                WHOLE_AND_POINT[whole] |= text.charAt(i) << (i << 3);
            }
        }
    }

    private Decimals() {}

    /** Writes a finite number. */
    public static int append(double value, Draft out, int index) {
        Ascii.reserve(out, index, USUAL_BYTES);
        out.setByte(index, '-');
        int at = index + (int) (Double.doubleToRawLongBits(value) >>> 63);
        double magnitude = Math.abs(value);
        if (magnitude == CotPoint.UNKNOWN) {
            out.setLong(at, UNKNOWN_DIGITS);
            return at + 7;
        }
        if (magnitude < MAX_USUAL) {
            // Numbers with so many digits stand so far from each other, compared with the error of one multiplication,
            // that at most one of them can be the double, and rounding finds it. The division tells whether it is.
            long scaled = (long) (magnitude * USUAL_UNIT + 0.5);
            if ((double) scaled / USUAL_UNIT == magnitude) {
                return putUsual(scaled, out, at);
            }
        }
        return appendUnusual(magnitude, out, at);
    }

    /** Writes a number of units of 10^-7, without the zeros at its end. */
    private static int putUsual(long scaled, Draft out, int index) {
        long whole = scaled / USUAL_UNIT;
        int at;
        if (whole < WHOLE_AND_POINT.length) {
            int text = WHOLE_AND_POINT[(int) whole];
            out.setInt(index, text);
            at = index + bytes(text);
        } else {
            at = putDigits(whole, digits(whole), out, index);
            out.setByte(at++, '.');
        }
        long places = eightDigits((int) (scaled - whole * USUAL_UNIT)) >>> 8;
        out.setLong(at, places);
        int count = bytes(places & ~EIGHT_ZEROS);
        return count == 0 ? at - 1 : at + count;
    }

    /** How many bytes a word has up to the last one that is not 0. */
    private static int bytes(long word) {
        return Long.SIZE + 7 - Long.numberOfLeadingZeros(word) >> 3;
    }

    private static int appendUnusual(double magnitude, Draft out, int index) {
        long whole = (long) magnitude;
        return whole == magnitude && whole < MAX_EXACT
                ? putDigits(whole, digits(whole), out, index)
                : ShortestDecimal.append(magnitude, out, index);
    }

    /** How many digits a number has that is not negative; 1 for zero. */
    static int digits(long number) {
        // log10 is log2 * 1233 / 4096, rounded down, or one more.
        int count = (Long.SIZE - Long.numberOfLeadingZeros(number | 1)) * 1_233 >> 12;
        return number < POWERS[count] ? Math.max(count, 1) : count + 1;
    }

    static long powerOfTen(int exponent) {
        return POWERS[exponent];
    }

    /** Writes the last digits of a number, as many as said, with leading zeros if it has fewer. */
    static int putDigits(long number, int count, Draft out, int index) {
        if (count <= 8) {
            out.setLong(index, eightDigits((int) number) >>> (8 - count << 3));
            return index + count;
        }
        long upper = number / EIGHT_DIGITS;
        int at = putDigits(upper, count - 8, out, index);
        out.setLong(at, eightDigits((int) (number - upper * EIGHT_DIGITS)));
        return at + 8;
    }

    static int putZeros(int count, Draft out, int index) {
        for (int i = 0; i < count; i += 8) {
            out.setLong(index + i, EIGHT_ZEROS);
        }
        return index + count;
    }

    /**
     * The eight digits of a number below 100,000,000 as ASCII, the first in the lowest byte. Halves the number three
     * times, into lanes of four, two and one digits; the factors are 1/100 and 1/10 in fixed point, exact in these
     * ranges.
     */
    static long eightDigits(int number) {
        long upper = number / 10_000;
        long fours = upper | (number - upper * 10_000) << 32;
        long hundreds = (fours * 10_486 >>> 20) & 0x0000_007F_0000_007FL;
        long twos = hundreds | (fours - hundreds * 100) << 16;
        long tens = (twos * 103 >>> 10) & 0x000F_000F_000F_000FL;
        return (tens | (twos - tens * 10) << 8) + EIGHT_ZEROS;
    }

    /**
     * Reads a number as strictly as ATAK does: sign, digits, point, exponent, or NaN, and nothing else.
     *
     * @return the number; infinite if the text is no number or one that no double can hold
     */
    static double parse(String text) {
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        long digits = 0;
        int count = 0;
        int places = 0;
        boolean point = false;
        for (int i = negative ? 1 : 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                places += point ? 1 : 0;
                count++;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                return parseOdd(text);
            }
        }
        if (count == 0 || count > EXACT_DIGITS) {
            return parseOdd(text);
        }
        double magnitude = digits / EXACT_POWERS[places];
        return negative ? -magnitude : magnitude;
    }

    /**
     * Reads a number that stands in an array of ASCII. The same as {@link #parse(String)}, without a String for nearly all
     * numbers of up to 18 digits.
     */
    public static double parse(byte[] in, int from, int to) {
        boolean negative = in[from] == '-';
        int first = negative ? from + 1 : from;
        long digits = 0;
        int point = to;
        for (int i = first; i < to; i++) {
            int digit = in[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
            } else if (in[i] == '.' && point == to) {
                point = i;
            } else {
                return parse(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
            }
        }
        int places = Math.max(to - point - 1, 0);
        int count = to - first - (point == to ? 0 : 1);
        double magnitude = count == 0 || count > MAX_LONG_DIGITS
                ? Double.NaN
                : digits <= MAX_EXACT ? digits / EXACT_POWERS[places] : quotient(digits, EXACT_POWERS[places]);
        if (Double.isNaN(magnitude)) {
            return parse(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
        }
        return negative ? -magnitude : magnitude;
    }

    /** A whole number divided by an exact power of ten, rounded once; NaN if it takes more to know how it is rounded. */
    private static double quotient(long digits, double power) {
        double upper = digits;
        double lower = digits - (long) upper;
        double rough = upper / power;
        // The remainder of a division is exact as a double, so this is right but for some 2^-52 of itself.
        double correction = (Math.fma(-rough, power, upper) + lower) / power;
        double rounded = rough + correction;
        double lost = Math.abs(correction - (rounded - rough)) / Math.ulp(rounded);
        // The neighbours of a power of two are not equally far away.
        boolean evenlySpaced = (Double.doubleToRawLongBits(rounded) & MANTISSA) != 0;
        return evenlySpaced && lost < ALMOST_HALF ? rounded : Double.NaN;
    }

    private static double parseOdd(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Double.POSITIVE_INFINITY;
        }
        return text.endsWith("N") || text.endsWith("n") ? Double.NaN : Double.parseDouble(text);
    }
}
