package org.cotgateway.json;

import java.nio.charset.StandardCharsets;

/** The name of a member as it comes, in pieces and with whatever is escaped in it, to be compared with short ones. Not thread-safe. */
final class MemberName {

    /** With every letter escaped. */
    private static final int BYTES_OF_A_LETTER = 6;

    private final byte[] bytes;
    /** -1 if it is longer than any that matters. */
    private int length;

    /** @param longest how many letters the longest has that it is compared with */
    MemberName(int longest) {
        bytes = new byte[longest * BYTES_OF_A_LETTER];
    }

    void clear() {
        length = 0;
    }

    /** Takes the next bytes between its quotes. */
    void add(byte[] in, int from, int to) {
        if (length < 0 || length + to - from > bytes.length) {
            length = -1;
        } else {
            System.arraycopy(in, from, bytes, length, to - from);
            length += to - from;
        }
    }

    /** Whether it is this one, which must be of letters. */
    boolean is(String name) {
        if (length < name.length()) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < name.length(); i++) {
            if (at == length) {
                return false;
            }
            boolean isEscaped = bytes[at] == '\\';
            int next = at + (isEscaped ? BYTES_OF_A_LETTER : 1);
            if (isEscaped ? !isEscape(at, next, name.charAt(i)) : bytes[at] != name.charAt(i)) {
                return false;
            }
            at = next;
        }
        return at == length;
    }

    private boolean isEscape(int from, int to, char letter) {
        return to <= length
                && new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                        .equalsIgnoreCase(String.format("\\u%04x", (int) letter));
    }
}
