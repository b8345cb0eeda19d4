package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes names, attribute values and text as UTF-8 with everything escaped that must be, and line breaks and tabs too, so
 * that a written event is one line. Plain ASCII, which nearly everything is, goes eight characters at a time.
 */
final class XmlText {

    /** Flags of an ASCII character: it cannot stand as it is in text, in a name, at the start of a name. */
    private static final byte NOT_TEXT = 1;

    private static final byte NOT_NAME = 2;
    private static final byte NOT_NAME_START = 4;

    private static final byte[] FLAGS = flags();

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
     * Writes an attribute's value or a run of text.
     *
     * @param element the element it belongs to, for the message
     * @param attribute the attribute, null for text, for the message
     * @throws IllegalArgumentException if a character cannot stand in XML
     */
    static int append(String text, String element, @Nullable String attribute, ByteBuf out, int index) {
        int length = text.length();
        Ascii.reserve(out, index, length);
        int done = putPlain(text, 0, NOT_TEXT, out, index);
        int at = index + done;
        while (done < length) {
            Ascii.reserve(out, at, BLOCK_BYTES + length - done);
            int block = Math.min(length, done + 8);
            while (done < block) {
                int c = text.codePointAt(done);
                if (!isChar(c)) {
                    throw refused(c, done, element, attribute);
                }
                at = putEscaped(c, out, at);
                done += Character.charCount(c);
            }
            Ascii.reserve(out, at, length - done);
            int plain = putPlain(text, done, NOT_TEXT, out, at);
            done += plain;
            at += plain;
        }
        return at;
    }

    /**
     * Writes the name of an element or attribute.
     *
     * @throws IllegalArgumentException if it is no XML name
     */
    static int appendName(String name, ByteBuf out, int index) {
        int length = name.length();
        Ascii.reserve(out, index, length * 3);
        if (length > 0 && name.charAt(0) < 128 && (FLAGS[name.charAt(0)] & NOT_NAME_START) == 0) {
            if (putPlain(name, 0, NOT_NAME, out, index) == length) {
                return index + length;
            }
        }
        if (!XmlNames.isName(name)) {
            throw new IllegalArgumentException('"' + name + "\" is not a name in XML");
        }
        int at = index;
        for (int i = 0; i < length; i += Character.charCount(name.codePointAt(i))) {
            at = putUtf8(name.codePointAt(i), out, at);
        }
        return at;
    }

    /** Writes plain characters from there on, until the end or before the eight among which one is not plain. */
    private static int putPlain(String text, int from, int unwanted, ByteBuf out, int index) {
        byte[] flags = FLAGS;
        int length = text.length();
        int i = from;
        int at = index;
        for (; i + 8 <= length; i += 8) {
            char c0 = text.charAt(i);
            char c1 = text.charAt(i + 1);
            char c2 = text.charAt(i + 2);
            char c3 = text.charAt(i + 3);
            char c4 = text.charAt(i + 4);
            char c5 = text.charAt(i + 5);
            char c6 = text.charAt(i + 6);
            char c7 = text.charAt(i + 7);
            int odd = flags[c0 & 127]
                    | flags[c1 & 127]
                    | flags[c2 & 127]
                    | flags[c3 & 127]
                    | flags[c4 & 127]
                    | flags[c5 & 127]
                    | flags[c6 & 127]
                    | flags[c7 & 127];
            if ((odd & unwanted) != 0 || (c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7) > 127) {
                return i - from;
            }
            int low = c0 | c1 << 8 | c2 << 16 | c3 << 24;
            int high = c4 | c5 << 8 | c6 << 16 | c7 << 24;
            out.setLongLE(at, low | (long) high << 32);
            at += 8;
        }
        long word = 0;
        for (int shift = 0, j = i; j < length; j++, shift += 8) {
            char c = text.charAt(j);
            if (c > 127 || (flags[c & 127] & unwanted) != 0) {
                return i - from;
            }
            word |= (long) c << shift;
        }
        Ascii.putLow(word, length - i, out, at);
        return length - from;
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

    private static byte[] flags() {
        byte[] flags = new byte[128];
        for (int c = 0; c < 128; c++) {
            int flag = 0;
            if (c < ' ' || "&<>\"'".indexOf(c) >= 0) {
                flag |= NOT_TEXT;
            }
            if (!XmlNames.isNameCharacter(c)) {
                flag |= NOT_NAME;
            }
            if (!XmlNames.isNameStart(c)) {
                flag |= NOT_NAME_START;
            }
            flags[c] = (byte) flag;
        }
        return flags;
    }
}
