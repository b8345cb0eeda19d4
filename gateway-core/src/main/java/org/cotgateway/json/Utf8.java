package org.cotgateway.json;

/** What the first bytes of a text say about how it is encoded. */
final class Utf8 {

    static final int MARK_BYTES = 3;

    private Utf8() {}

    /** Whether a byte order mark of UTF-8 stands there. */
    static boolean startsWithMark(byte[] in, int from, int to) {
        return to - from >= MARK_BYTES
                && in[from] == (byte) 0xEF
                && in[from + 1] == (byte) 0xBB
                && in[from + 2] == (byte) 0xBF;
    }

    /** Whether a byte begins a text in UTF-16 or UTF-32 and never one in UTF-8. */
    static boolean isOtherMark(byte first) {
        return first == 0 || first == (byte) 0xFE || first == (byte) 0xFF;
    }
}
