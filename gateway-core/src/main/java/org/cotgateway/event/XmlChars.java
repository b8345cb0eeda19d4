package org.cotgateway.event;

import java.util.Arrays;

/** What XML 1.0 (fifth edition) allows as characters and as names. Safe on any thread. */
public final class XmlChars {

    /** The {@link #plainness} of what is plain; that of what is not is another, and neither is 0. */
    static final byte PLAIN = 1;

    private static final byte NOT_PLAIN = 2;

    private static final boolean[] PLAIN_CHARS = plainChars();

    private XmlChars() {}

    /**
     * Whether the text stands in an XML document as it is, one byte for each character: printable ASCII, spaces too, without
     * {@code & < > " '}.
     */
    public static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The same of one character. */
    public static boolean isPlain(char c) {
        return c < PLAIN_CHARS.length && PLAIN_CHARS[c];
    }

    /** Whether the text {@link #isPlain(String) is plain}, for those who keep it. */
    static byte plainness(String text) {
        return plainness(isPlain(text));
    }

    static byte plainness(boolean plain) {
        return plain ? PLAIN : NOT_PLAIN;
    }

    private static boolean[] plainChars() {
        boolean[] plain = new boolean[0x7f];
        Arrays.fill(plain, ' ', plain.length, true);
        for (char marked : "&<>\"'".toCharArray()) {
            plain[marked] = false;
        }
        return plain;
    }

    /**
     * The index of the first character that may not stand in an XML document at all, escaped or not: control characters
     * but tab, line feed and carriage return, lone surrogates, U+FFFE and U+FFFF. -1 if there is none.
     */
    public static int firstForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= '\ufffe') {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** Whether the text is a name, with at most one colon, which then parts a prefix from the rest. */
    static boolean isName(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? isUnprefixedName(text, 0, text.length())
                : isUnprefixedName(text, 0, colon) && isUnprefixedName(text, colon + 1, text.length());
    }

    private static boolean isUnprefixedName(String text, int from, int to) {
        if (from >= to || !startsName(text.codePointAt(from))) {
            return false;
        }
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            if (!continuesName(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean startsName(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || c >= 0xc0 && c <= 0x2ff && c != 0xd7 && c != 0xf7
                || c >= 0x370 && c <= 0x1fff && c != 0x37e
                || c == 0x200c
                || c == 0x200d
                || c >= 0x2070 && c <= 0x218f
                || c >= 0x2c00 && c <= 0x2fef
                || c >= 0x3001 && c <= 0xd7ff
                || c >= 0xf900 && c <= 0xfdcf
                || c >= 0xfdf0 && c <= 0xfffd
                || c >= 0x10000 && c <= 0xeffff;
    }

    private static boolean continuesName(int c) {
        return startsName(c)
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == 0xb7
                || c >= 0x300 && c <= 0x36f
                || c == 0x203f
                || c == 0x2040;
    }
}
