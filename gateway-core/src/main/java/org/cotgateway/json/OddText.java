package org.cotgateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Strings of JSON that are not plain ASCII: in UTF-8, or with escapes. */
final class OddText {

    /** In place of bytes that are no UTF-8; it may also stand there itself. */
    private static final char NOT_DECODED = '\uFFFD';

    private OddText() {}

    /** The string between the quotes at those indices; null if it is malformed, or only a parser may make something of it. */
    static @Nullable String decode(byte[] in, int from, int to, boolean isEscaped) {
        String text = new String(in, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf(NOT_DECODED) >= 0) {
            byte[] same = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(same, 0, same.length, in, from, to)) {
                return null;
            }
        }
        return isEscaped ? unescaped(text) : text;
    }

    private static @Nullable String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char kind = text.charAt(i++);
            int meant = kind == 'u' ? hex(text, i) : meaning(kind);
            if (meant < 0) {
                return null;
            }
            plain.append((char) meant);
            i += kind == 'u' ? 4 : 0;
        }
        return plain.toString();
    }

    /** What a character means behind a backslash; negative if nothing. */
    private static int meaning(char escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }

    /** The number of four hexadecimal digits; negative if they do not stand there. */
    private static int hex(String text, int from) {
        if (text.length() - from < 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
