package org.cotgateway.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Looks at XML as bytes in an array, eight at a time. Everything here stops at a NUL, which must stand behind the document
 * with {@link #SPARE} bytes that may be read. What is answered as wrong need not be: only the plain part of XML is taken.
 */
final class XmlBytes {

    /** What must be there behind the document, to be read in words; the first of it a NUL. */
    static final int SPARE = 2 * Long.BYTES;

    /** In place of an index: that is nothing that is taken here. */
    static final int WRONG = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long ONE = 0x0101_0101_0101_0101L;
    static final long QUOTE = ONE * '"';
    static final long APOSTROPHE = ONE * '\'';
    static final long GREATER = ONE * '>';

    private static final long LESS = ONE * '<';
    private static final long AMPERSAND = ONE * '&';
    private static final long SPACE = ONE * ' ';

    /** In ASCII; other characters in names are left to the parser. */
    private static final boolean[] NAME_CHARACTER = new boolean[256];

    static {
        for (char c = 0; c < 128; c++) {
            NAME_CHARACTER[c] = XmlNames.isNameCharacter(c);
        }
    }

    private XmlBytes() {}

    static long word(byte[] in, int index) {
        return (long) LONGS.get(in, index);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    static int afterSpace(byte[] in, int from) {
        int i = from;
        while (isSpace(in[i])) {
            i++;
        }
        return i;
    }

    /** The index behind the name that begins there, without prefix and all of ASCII; the same index if none does. */
    static int afterName(byte[] in, int from) {
        byte first = in[from];
        if (first < 0 || !XmlNames.isNameStart(first)) {
            return from;
        }
        int i = from;
        while (true) {
            int letters = letters(word(in, i));
            i += letters;
            if (letters < Long.BYTES) {
                if (!NAME_CHARACTER[in[i] & 0xFF]) {
                    return i;
                }
                i++;
            }
        }
    }

    /** How many letters of ASCII a word begins with. */
    private static int letters(long word) {
        long lower = (word | SPACE) & ~HIGH;
        long isLetter = lower + ONE * (0x80 - 'a') & ~(lower + ONE * (0x7F - 'z'));
        long other = (~isLetter | word) & HIGH;
        return Long.numberOfTrailingZeros(other) >> 3;
    }

    /**
     * The index of the next byte that is below a space, not ASCII, {@code <}, {@code &} or the wanted one.
     *
     * @param wanted the wanted byte in each place of the word
     */
    static int nextOdd(byte[] in, int from, long wanted) {
        int i = from;
        while (true) {
            long word = word(in, i);
            long less = word ^ LESS;
            long ampersand = word ^ AMPERSAND;
            long other = word ^ wanted;
            // Borrows make bytes look odd that are not, but only behind one that is.
            long odd = (less - ONE & ~less
                            | ampersand - ONE & ~ampersand
                            | other - ONE & ~other
                            | word - SPACE & ~word
                            | word)
                    & HIGH;
            if (odd != 0) {
                return i + (Long.numberOfTrailingZeros(odd) >> 3);
            }
            i += Long.BYTES;
        }
    }

    /** The index behind the character that begins there and is not ASCII; {@link #WRONG} if XML has no such. */
    static int afterCharacter(byte[] in, int index) {
        int first = in[index] & 0xFF;
        int second = in[index + 1];
        if (first < 0xC2 || first > 0xF4 || !continues(second)) {
            return WRONG;
        }
        if (first < 0xE0) {
            return index + 2;
        }
        int third = in[index + 2];
        if (!continues(third)) {
            return WRONG;
        }
        if (first < 0xF0) {
            int c = (first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F;
            return c >= 0x800 && isCharacter(c) ? index + 3 : WRONG;
        }
        int c = (first & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6;
        return continues(in[index + 3]) && c >= 0x10000 && c <= 0x10FFFF ? index + 4 : WRONG;
    }

    private static boolean continues(int b) {
        return (b & 0xC0) == 0x80;
    }

    /** The index behind the reference of which the {@code &} stands there; {@link #WRONG} if XML alone has no such. */
    static int afterReference(byte[] in, int index) {
        return switch (in[index + 1]) {
            case '#' -> afterNumber(in, index + 2);
            case 'l' -> in[index + 2] == 't' && in[index + 3] == ';' ? index + 4 : WRONG;
            case 'g' -> in[index + 2] == 't' && in[index + 3] == ';' ? index + 4 : WRONG;
            case 'a' ->
                in[index + 2] == 'm'
                        ? in[index + 3] == 'p' && in[index + 4] == ';' ? index + 5 : WRONG
                        : in[index + 2] == 'p' && in[index + 3] == 'o' && in[index + 4] == 's' && in[index + 5] == ';'
                                ? index + 6
                                : WRONG;
            case 'q' ->
                in[index + 2] == 'u' && in[index + 3] == 'o' && in[index + 4] == 't' && in[index + 5] == ';'
                        ? index + 6
                        : WRONG;
            default -> WRONG;
        };
    }

    private static int afterNumber(byte[] in, int from) {
        int radix = in[from] == 'x' ? 16 : 10;
        int first = radix == 16 ? from + 1 : from;
        int i = first;
        int c = 0;
        for (int digit = digit(in[i], radix); digit >= 0; digit = digit(in[i], radix)) {
            c = c * radix + digit;
            i++;
            if (c > Character.MAX_CODE_POINT) {
                return WRONG;
            }
        }
        return i > first && in[i] == ';' && isCharacter(c) ? i + 1 : WRONG;
    }

    private static int digit(byte b, int radix) {
        return b < 0 ? -1 : Character.digit(b, radix);
    }

    /** Whether it may stand in XML 1.0. */
    private static boolean isCharacter(int c) {
        return c >= 0x20 && c < 0xD800
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000
                || c == '\t'
                || c == '\n'
                || c == '\r';
    }

    /** A value that was found to be right, with its references replaced. */
    static String text(byte[] in, int from, int to) {
        String raw = new String(in, from, to - from, StandardCharsets.UTF_8);
        int reference = raw.indexOf('&');
        if (reference < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int done = 0;
        while (reference >= 0) {
            int end = raw.indexOf(';', reference);
            text.append(raw, done, reference).appendCodePoint(meaning(raw.substring(reference + 1, end)));
            done = end + 1;
            reference = raw.indexOf('&', done);
        }
        return text.append(raw, done, raw.length()).toString();
    }

    private static int meaning(String reference) {
        return switch (reference) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default ->
                reference.charAt(1) == 'x'
                        ? Integer.parseInt(reference, 2, reference.length(), 16)
                        : Integer.parseInt(reference, 1, reference.length(), 10);
        };
    }
}
