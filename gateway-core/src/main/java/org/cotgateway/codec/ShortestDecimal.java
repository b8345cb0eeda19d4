package org.cotgateway.codec;

import java.math.BigInteger;

/**
 * The general way from a double to its shortest decimal: Raffaello Giulietti's Schubfach ("The Schubfach way to render
 * doubles", 2020). The double and the middles between it and its neighbours are multiplied by one power of ten, in 126
 * bits, so that the decimals to choose from become whole numbers.
 */
final class ShortestDecimal {

    private static final int MIN_BINARY_EXPONENT = -1074;
    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final long LOW_63_BITS = Long.MAX_VALUE;

    /** The exponents k of the power of ten that a double can ask for; k of the smallest and of the largest. */
    private static final int MIN_K = -324;

    private static final int MAX_K = 292;

    /**
     * For every k, 10^-k scaled by a power of two to 126 bits and rounded up: the upper 63 bits, then the lower 63 bits.
     */
    private static final long[] POWERS = powers();

    private ShortestDecimal() {}

    /** Writes a finite number above zero in plain notation. */
    static int append(double magnitude, Draft out, int index) {
        long bits = Double.doubleToRawLongBits(magnitude);
        long fraction = bits & (HIDDEN_BIT - 1);
        int biased = (int) (bits >>> FRACTION_BITS);
        // magnitude = c * 2^q
        long c = biased == 0 ? fraction : fraction | HIDDEN_BIT;
        int q = biased == 0 ? MIN_BINARY_EXPONENT : biased - 1 + MIN_BINARY_EXPONENT;
        boolean closerBelow = fraction == 0 && biased > 1;

        // 10^k is the largest power of ten that is not larger than the distance of the two middles.
        int k = closerBelow ? floorLog10ThreeQuartersPow2(q) : floorLog10Pow2(q);
        int shift = q + floorLog2Pow10(-k) + 2;
        long upper = POWERS[(k - MIN_K) * 2];
        long lower = POWERS[(k - MIN_K) * 2 + 1];
        // Four times the double, the middle below and the middle above, in units of 10^k.
        long middle = roundToOdd(upper, lower, c * 4 << shift);
        long below = roundToOdd(upper, lower, c * 4 - (closerBelow ? 1 : 2) << shift);
        long above = roundToOdd(upper, lower, c * 4 + 2 << shift);
        // A middle itself reads back to the neighbour whose c is even.
        long odd = c & 1;
        long first = below + odd;
        long last = above - odd;

        long s = middle >> 2;
        if (s >= 10) {
            long tens = s / 10;
            boolean lowerFits = first <= tens * 40;
            boolean upperFits = tens * 40 + 40 <= last;
            if (lowerFits != upperFits) {
                return appendPlain(lowerFits ? tens : tens + 1, k + 1, out, index);
            }
        }
        boolean lowerFits = first <= s * 4;
        boolean upperFits = s * 4 + 4 <= last;
        if (lowerFits != upperFits) {
            return appendPlain(lowerFits ? s : s + 1, k, out, index);
        }
        long toMiddle = middle - (s * 4 + 2);
        boolean nearerBelow = toMiddle < 0 || toMiddle == 0 && (s & 1) == 0;
        return appendPlain(nearerBelow ? s : s + 1, k, out, index);
    }

    /** Writes {@code decimal * 10^exponent} without exponent and without trailing zeros behind the point. */
    private static int appendPlain(long decimal, int exponent, Draft out, int index) {
        long digits = decimal;
        int power = exponent;
        while (digits % 10 == 0) {
            digits /= 10;
            power++;
        }
        int count = Decimals.digits(digits);
        Ascii.reserve(out, index, 2 + count + Math.abs(power));
        if (power >= 0) {
            return Decimals.putZeros(power, out, Decimals.putDigits(digits, count, out, index));
        }
        int places = -power;
        if (places < count) {
            long unit = Decimals.powerOfTen(places);
            long whole = digits / unit;
            int at = Decimals.putDigits(whole, count - places, out, index);
            out.setByte(at, '.');
            return Decimals.putDigits(digits - whole * unit, places, out, at + 1);
        }
        out.setShort(index, '0' | '.' << 8);
        return Decimals.putDigits(digits, count, out, Decimals.putZeros(places - count, out, index + 2));
    }

    /** The product of the 126-bit power and the factor without its lowest 127 bits; odd if any of those is set. */
    private static long roundToOdd(long upper, long lower, long factor) {
        long fromLower = Math.multiplyHigh(lower, factor);
        long lowOfUpper = upper * factor;
        long carry = (lowOfUpper >>> 1) + fromLower;
        long product = Math.multiplyHigh(upper, factor) + (carry >>> 63);
        return product | (carry & LOW_63_BITS) + LOW_63_BITS >>> 63;
    }

    // The three logarithms are products with constants in fixed point, exact for every exponent that a double can have.

    private static int floorLog10Pow2(int e) {
        return (int) (e * 661_971_961_083L >> 41);
    }

    private static int floorLog10ThreeQuartersPow2(int e) {
        return (int) (e * 661_971_961_083L - 274_743_187_321L >> 41);
    }

    private static int floorLog2Pow10(int e) {
        return (int) (e * 913_124_641_741L >> 38);
    }

    private static long[] powers() {
        long[] table = new long[(MAX_K - MIN_K + 1) * 2];
        for (int k = MIN_K; k <= MAX_K; k++) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            int bits = 125 - floorLog2Pow10(-k);
            BigInteger scaled = k <= 0
                    ? bits >= 0 ? power.shiftLeft(bits) : power.shiftRight(-bits)
                    : BigInteger.ONE.shiftLeft(bits).divide(power);
            BigInteger above = scaled.add(BigInteger.ONE);
            table[(k - MIN_K) * 2] = above.shiftRight(63).longValueExact();
            table[(k - MIN_K) * 2 + 1] = above.longValue() & LOW_63_BITS;
        }
        return table;
    }
}
