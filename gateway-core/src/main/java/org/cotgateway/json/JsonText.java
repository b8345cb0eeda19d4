package org.cotgateway.json;

import org.cotgateway.codec.Ascii;
import org.cotgateway.codec.Draft;
import org.cotgateway.codec.Utf8Char;

/**
 * Writes strings of JSON in UTF-8, with escapes only where there must be some, by the rules of {@link Ascii}: at an index, with
 * room to spare behind. Plain ASCII goes eight characters at a time.
 */
final class JsonText {

    private static final byte ODD = (byte) 0x80;
    private static final long ANY_ODD = 0x8080_8080_8080_8080L;
    private static final byte[] PLAIN = plain();
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** What a character needs at the most: {@code \}{@code u001f}. */
    private static final int MAX_CHAR_BYTES = 6;

    private JsonText() {}

    /** Writes a constant and behind it the text in quotes. */
    static int append(Ascii before, String text, Draft out, int index) {
        return appendQuoted(text, out, append(before, out, index));
    }

    /** Writes a constant. */
    static int append(Ascii constant, Draft out, int index) {
        Ascii.reserve(out, index, constant.length());
        return constant.put(out, index);
    }

    /** Writes the text in quotes. */
    static int appendQuoted(String text, Draft out, int index) {
        int length = text.length();
        Ascii.reserve(out, index, length + 2);
        out.setByte(index, '"');
        int shift = index + 1;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long word = eight(text, i);
            if ((word & ANY_ODD) != 0) {
                break;
            }
            out.setLong(i + shift, word);
        }
        while (i < length && isPlain(text.charAt(i))) {
            out.setByte(i + shift, text.charAt(i++));
        }
        int at = i == length ? i + shift : appendOdd(text, i, out, i + shift);
        out.setByte(at, '"');
        return at + 1;
    }

    private static int appendOdd(String text, int from, Draft out, int index) {
        int at = index;
        int i = from;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            Ascii.reserve(out, at, MAX_CHAR_BYTES + 1);
            if (c < PLAIN.length && PLAIN[c] != ODD) {
                out.setByte(at++, c);
            } else {
                at = putOdd(c, out, at);
            }
            i += Character.charCount(c);
        }
        return at;
    }

    private static int putOdd(int c, Draft out, int index) {
        return switch (c) {
            case '"', '\\' -> putEscape(c, out, index);
            case '\n' -> putEscape('n', out, index);
            case '\r' -> putEscape('r', out, index);
            case '\t' -> putEscape('t', out, index);
            default -> c < ' ' || c >= 0xD800 && c <= 0xDFFF ? putCode(c, out, index) : Utf8Char.put(c, out, index);
        };
    }

    private static int putEscape(int c, Draft out, int index) {
        out.setByte(index, '\\');
        out.setByte(index + 1, c);
        return index + 2;
    }

    private static int putCode(int c, Draft out, int index) {
        out.setByte(index, '\\');
        out.setByte(index + 1, 'u');
        for (int digit = 0; digit < 4; digit++) {
            out.setByte(index + 2 + digit, HEX[c >> 12 - 4 * digit & 0xF]);
        }
        return index + MAX_CHAR_BYTES;
    }

    private static long eight(String text, int from) {
        return four(text, from) | four(text, from + 4) << 32;
    }

    private static long four(String text, int from) {
        int word = plain(text.charAt(from)) & 0xFF
                | (plain(text.charAt(from + 1)) & 0xFF) << 8
                | (plain(text.charAt(from + 2)) & 0xFF) << 16
                | plain(text.charAt(from + 3)) << 24;
        return word & 0xFFFF_FFFFL;
    }

    private static byte plain(char c) {
        return c < PLAIN.length ? PLAIN[c] : ODD;
    }

    private static boolean isPlain(char c) {
        return plain(c) != ODD;
    }

    private static byte[] plain() {
        byte[] plain = new byte[128];
        for (int c = 0; c < plain.length; c++) {
            plain[c] = c < ' ' || c == '"' || c == '\\' || c == 127 ? ODD : (byte) c;
        }
        return plain;
    }
}
