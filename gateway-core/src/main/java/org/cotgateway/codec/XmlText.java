package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes names, attribute values and text as UTF-8 with everything escaped that must be, and line breaks and tabs too, so
 * that a written event is one line. Plain ASCII, which nearly everything is, goes eight characters at a time.
 */
final class XmlText {

    /**
     * For every char what it is as a byte if it can be copied as it is, into text and into a name; {@link #ODD} if not.
     * Long tables, so that no other test is needed; only the first two cache lines of each are much in use.
     */
    private static final byte[] TEXT = table(false);

    private static final byte[] NAME = table(true);

    /** The byte's highest bit, which no ASCII character has. */
    private static final byte ODD = (byte) 0x80;

    private static final long ANY_ODD = 0x8080_8080_8080_8080L;

    /** What eight characters need at the most: {@code &quot;}. */
    private static final int BLOCK_BYTES = 8 * 6;

    private static final Ascii AMPERSAND = Ascii.of("&amp;");
    private static final Ascii LESS = Ascii.of("&lt;");
    private static final Ascii GREATER = Ascii.of("&gt;");
    private static final Ascii QUOTE = Ascii.of("&quot;");
    private static final Ascii APOSTROPHE = Ascii.of("&apos;");
    private static final Ascii LINE_FEED = Ascii.of("&#10;");
    private static final Ascii CARRIAGE_RETURN = Ascii.of("&#13;");
    private static final Ascii TAB = Ascii.of("&#9;");

    private XmlText() {}

    /**
     * Writes a constant, and behind it an attribute's value or a run of text.
     *
     * @param element the element it belongs to, for the message
     * @param attribute the attribute, null for text, for the message
     * @throws IllegalArgumentException if a character cannot stand in XML
     */
    static int append(Ascii before, String text, String element, @Nullable String attribute, ByteBuf out, int index) {
        int length = text.length();
        Ascii.reserve(out, index, before.length() + length);
        int at = before.put(out, index);
        int plain = putPlain(text, 0, TEXT, out, at);
        return plain == length ? at + length : appendOdd(text, plain, element, attribute, out, at + plain);
    }

    private static int appendOdd(
            String text, int from, String element, @Nullable String attribute, ByteBuf out, int index) {
        int length = text.length();
        int done = from;
        int at = index;
        while (done < length) {
            Ascii.reserve(out, at, BLOCK_BYTES + length - done);
            int block = Math.min(length, done + 8);
            while (done < block) {
                char c = text.charAt(done);
                if (TEXT[c] != ODD) {
                    out.setByte(at++, c);
                    done++;
                } else {
                    int point = text.codePointAt(done);
                    if (!isChar(point)) {
                        throw refused(point, done, element, attribute);
                    }
                    at = putEscaped(point, out, at);
                    done += Character.charCount(point);
                }
            }
            int plain = putPlain(text, done, TEXT, out, at);
            done += plain;
            at += plain;
        }
        return at;
    }

    /**
     * Writes a constant, and behind it the name of an element or attribute.
     *
     * @throws IllegalArgumentException if it is no XML name
     */
    static int appendName(Ascii before, String name, ByteBuf out, int index) {
        int length = name.length();
        Ascii.reserve(out, index, before.length() + length * 3);
        int at = before.put(out, index);
        if (length > 0 && XmlNames.isNameStart(name.charAt(0)) && putPlain(name, 0, NAME, out, at) == length) {
            return at + length;
        }
        if (!XmlNames.isName(name)) {
            throw new IllegalArgumentException('"' + name + "\" is not a name in XML");
        }
        for (int i = 0; i < length; i++) {
            at = putUtf8(name.charAt(i), out, at);
        }
        return at;
    }

    /**
     * Writes plain characters from there on and answers how many: all, or those before the eight among which one is not
     * plain. The last eight may overlap those before them, which saves a loop over the rest.
     */
    private static int putPlain(String text, int from, byte[] plain, ByteBuf out, int index) {
        int length = text.length();
        int shift = index - from;
        int i = from;
        for (; i + 8 <= length; i += 8) {
            long word = eight(text, i, plain);
            if ((word & ANY_ODD) != 0) {
                return i - from;
            }
            out.setLongLE(i + shift, word);
        }
        if (i == length) {
            return length - from;
        }
        int last = length - 8;
        long word = last >= from ? eight(text, last, plain) : few(text, from, plain);
        if ((word & ANY_ODD) != 0) {
            return i - from;
        }
        out.setLongLE(Math.max(last, from) + shift, word);
        return length - from;
    }

    /** The one to seven characters from there to the end as {@link #eight} has them. */
    private static long few(String text, int from, byte[] plain) {
        int count = text.length() - from;
        if (count >= 4) {
            return four(text, from, plain) | four(text, text.length() - 4, plain) << (count - 4 << 3);
        }
        long word = plain[text.charAt(from)] & 0xFF;
        for (int i = 1; i < count; i++) {
            word |= (plain[text.charAt(from + i)] & 0xFFL) << (i << 3);
        }
        return word;
    }

    /** Eight characters as bytes, the first in the lowest. */
    private static long eight(String text, int from, byte[] plain) {
        return four(text, from, plain) | four(text, from + 4, plain) << 32;
    }

    private static long four(String text, int from, byte[] plain) {
        int word = plain[text.charAt(from)] & 0xFF
                | (plain[text.charAt(from + 1)] & 0xFF) << 8
                | (plain[text.charAt(from + 2)] & 0xFF) << 16
                | plain[text.charAt(from + 3)] << 24;
        return word & 0xFFFF_FFFFL;
    }

    private static int putEscaped(int c, ByteBuf out, int index) {
        return switch (c) {
            case '&' -> AMPERSAND.put(out, index);
            case '<' -> LESS.put(out, index);
            case '>' -> GREATER.put(out, index);
            case '"' -> QUOTE.put(out, index);
            case '\'' -> APOSTROPHE.put(out, index);
            case '\n' -> LINE_FEED.put(out, index);
            case '\r' -> CARRIAGE_RETURN.put(out, index);
            case '\t' -> TAB.put(out, index);
            default -> putUtf8(c, out, index);
        };
    }

    private static int putUtf8(int c, ByteBuf out, int index) {
        if (c < 0x80) {
            out.setByte(index, c);
            return index + 1;
        }
        if (c < 0x800) {
            out.setShort(index, (0xC0 | c >> 6) << 8 | 0x80 | c & 0x3F);
            return index + 2;
        }
        int lastTwo = (0x80 | c >> 6 & 0x3F) << 8 | 0x80 | c & 0x3F;
        if (c < 0x10000) {
            out.setMedium(index, (0xE0 | c >> 12) << 16 | lastTwo);
            return index + 3;
        }
        out.setInt(index, (0xF0 | c >> 18) << 24 | (0x80 | c >> 12 & 0x3F) << 16 | lastTwo);
        return index + 4;
    }

    /** Whether the character may stand in XML 1.0; a surrogate without its other half may not. */
    private static boolean isChar(int c) {
        return c >= 0x20 && c < 0xD800
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000
                || c == '\t'
                || c == '\n'
                || c == '\r';
    }

    private static IllegalArgumentException refused(int c, int at, String element, @Nullable String attribute) {
        String place = attribute == null ? "text of " + element : element + '@' + attribute;
        return new IllegalArgumentException(String.format("%s: U+%04X at index %d cannot stand in XML", place, c, at));
    }

    private static byte[] table(boolean ofNames) {
        byte[] table = new byte[1 << 16];
        Arrays.fill(table, ODD);
        for (int c = ' '; c < 128; c++) {
            if (ofNames ? XmlNames.isNameCharacter(c) : "&<>\"'".indexOf(c) < 0) {
                table[c] = (byte) c;
            }
        }
        return table;
    }
}
