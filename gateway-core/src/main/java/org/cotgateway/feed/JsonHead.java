package org.cotgateway.feed;

import java.util.Arrays;

/**
 * What a row or a document begins with, up to the name of its first member: <code>&#123;"id"</code> or
 * <code>[&#123;"id"</code>. Those of one sender mostly begin alike, and nothing within one as it does itself. Blanks are left
 * out; what has one in its name is not known. One thread.
 */
final class JsonHead {

    private static final int MAX_BYTES = 48;

    private final byte[] bytes = new byte[MAX_BYTES];
    private int length;
    private int brackets;
    private boolean isOpen;
    private boolean isWhole;

    /** What comes now is its beginning. */
    void begin() {
        length = 0;
        brackets = 0;
        isOpen = true;
        isWhole = false;
    }

    /** Takes what follows, as far as it belongs to it. */
    void take(byte[] in, int from, int to) {
        for (int at = from; at < to && isOpen; at++) {
            if (!JsonResync.isBlank(in[at])) {
                take(in[at]);
            } else if (isInName()) {
                isOpen = false;
            }
        }
    }

    private void take(byte b) {
        boolean isInName = isInName();
        if (!fits(b) || length == MAX_BYTES) {
            isOpen = false;
            return;
        }
        bytes[length++] = b;
        if (isInName && b == '"') {
            isOpen = false;
            isWhole = true;
        } else if (b != '"' && !isInName) {
            brackets++;
        }
    }

    private boolean isInName() {
        return length > brackets;
    }

    private boolean fits(byte b) {
        if (isInName()) {
            return b != '\\';
        }
        if (b == '"') {
            return length > 0;
        }
        // No value stands directly in an object.
        return (b == '{' || b == '[') && (length == 0 || bytes[length - 1] != '{');
    }

    /** Whether all of it is known. */
    boolean isWhole() {
        return isWhole;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    int length() {
        return length;
    }

    /** How many brackets are in it. */
    int brackets() {
        return brackets;
    }

    /** Becomes what another one is. */
    void become(JsonHead other) {
        System.arraycopy(other.bytes, 0, bytes, 0, other.length);
        length = other.length;
        brackets = other.brackets;
        isOpen = false;
        isWhole = other.isWhole;
    }

    /** Whether those bytes, to that index, end with it. */
    boolean ends(byte[] passed, int to) {
        return isWhole && to >= length && Arrays.equals(passed, to - length, to, bytes, 0, length);
    }
}
