package org.cotgateway.codec;

import org.cotgateway.event.XmlChars;
import org.jspecify.annotations.Nullable;

/**
 * Writes names, attribute values and text as UTF-8 with everything escaped that must be, and line breaks and tabs too, so
 * that a written event is one line. Plain ASCII, which nearly everything is, goes eight characters at a time.
 */
final class XmlText {

    /** The highest bit of a byte, which no ASCII character has. */
    private static final int ODD = 0x80;

    private static final long ANY_ODD = 0x8080_8080_8080_8080L;

    /**
     * For every character of Latin-1, at each of the four places that a byte has in an int, what it is there if it can be
     * copied as it is, {@link #ODD} if not.
     */
    private static final int[] PLAIN = plain();

    private static final int LATIN = 256;

    /** What a character needs at the most, which is a double quote, as an entity. */
    private static final int MAX_CHAR_BYTES = 6;

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
    static int append(String text, String element, @Nullable String attribute, Draft out, int index) {
        int length = text.length();
        Ascii.reserve(out, index, length);
        int plain = putPlain(text, 0, out, index);
        return plain == length ? index + length : appendOdd(text, plain, element, attribute, out, index + plain);
    }

    /** Writes what {@link XmlChars#isPlain is plain}, without a look at it. */
    static int appendPlain(String text, Draft out, int index) {
        int length = text.length();
        Ascii.reserve(out, index, length);
        out.setLatin(index, text);
        return index + length;
    }

    /** Writes the rest of a text, of which the next character is odd. */
    private static int appendOdd(
            String text, int from, String element, @Nullable String attribute, Draft out, int index) {
        int length = text.length();
        int done = from;
        int at = index;
        while (done < length) {
            int odd = text.codePointAt(done);
            if (!isChar(odd)) {
                throw refused(odd, done, element, attribute);
            }
            Ascii.reserve(out, at, MAX_CHAR_BYTES + length - done);
            at = putEscaped(odd, out, at);
            done += Character.charCount(odd);
            int plain = putPlain(text, done, out, at);
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
    static int appendName(Ascii before, String name, Draft out, int index) {
        if (!XmlNames.isName(name)) {
            throw new IllegalArgumentException('"' + name + "\" is not a name in XML");
        }
        int length = name.length();
        Ascii.reserve(out, index, before.length() + length * 3);
        int at = before.put(out, index);
        int plain = putPlain(name, 0, out, at);
        at += plain;
        for (int i = plain; i < length; i++) {
            at = Utf8Char.put(name.charAt(i), out, at);
        }
        return at;
    }

    /**
     * Writes the plain characters from there to the first odd one or the end and answers how many. The last eight may
     * overlap those before them, which spares a loop over the rest.
     */
    private static int putPlain(String text, int from, Draft out, int index) {
        int length = text.length();
        int count = length - from;
        if (count < 8) {
            long word =
                    count < 4 ? upToThree(text, from) : four(text, from) | four(text, length - 4) << (count - 4 << 3);
            out.setLong(index, word);
            return (word & ANY_ODD) == 0 ? count : plainBytes(word);
        }
        int shift = index - from;
        int last = length - 8;
        for (int i = from; i < last; i += 8) {
            long word = eight(text, i);
            out.setLong(i + shift, word);
            if ((word & ANY_ODD) != 0) {
                return i - from + plainBytes(word);
            }
        }
        long word = eight(text, last);
        out.setLong(last + shift, word);
        return (word & ANY_ODD) == 0 ? count : last - from + plainBytes(word);
    }

    private static int plainBytes(long word) {
        return Long.numberOfTrailingZeros(word & ANY_ODD) >> 3;
    }

    private static long upToThree(String text, int from) {
        int count = text.length() - from;
        if (count == 0) {
            return 0;
        }
        int middle = count >> 1;
        int last = count - 1;
        return plain(text.charAt(from), 0)
                | plain(text.charAt(from + middle), 0) << (middle << 3)
                | plain(text.charAt(from + last), 0) << (last << 3);
    }

    /** Eight characters as bytes, the first in the lowest. */
    private static long eight(String text, int from) {
        return four(text, from) | four(text, from + 4) << 32;
    }

    private static long four(String text, int from) {
        int word = plain(text.charAt(from), 0)
                | plain(text.charAt(from + 1), 1)
                | plain(text.charAt(from + 2), 2)
                | plain(text.charAt(from + 3), 3);
        return word & 0xFFFF_FFFFL;
    }

    private static int plain(char c, int place) {
        return PLAIN[(c < LATIN ? c : LATIN - 1) + LATIN * place];
    }

    private static int putEscaped(int c, Draft out, int index) {
        return switch (c) {
            case '&' -> AMPERSAND.put(out, index);
            case '<' -> LESS.put(out, index);
            case '>' -> GREATER.put(out, index);
            case '"' -> QUOTE.put(out, index);
            case '\'' -> APOSTROPHE.put(out, index);
            case '\n' -> LINE_FEED.put(out, index);
            case '\r' -> CARRIAGE_RETURN.put(out, index);
            case '\t' -> TAB.put(out, index);
            default -> Utf8Char.put(c, out, index);
        };
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

    private static int[] plain() {
        int[] plain = new int[LATIN * Integer.BYTES];
        for (int i = 0; i < plain.length; i++) {
            char c = (char) (i % LATIN);
            plain[i] = (XmlChars.isPlain(c) ? c : ODD) << (i / LATIN << 3);
        }
        return plain;
    }
}
