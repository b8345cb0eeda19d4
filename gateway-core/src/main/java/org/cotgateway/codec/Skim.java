package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** Finds the bytes that tags begin and end with, and the quotes in them, eight bytes at a time. */
final class Skim {

    /** How many bytes there must be: a word, and behind it what tells the name of the tag that its last byte begins. */
    static final int LEAST_BYTES = 2 * Long.BYTES;

    private static final long ONE = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = ONE * 0x7F;
    private static final long QUOTE = ONE * '"';
    private static final long APOSTROPHE = ONE * '\'';
    private static final long GREATER = ONE * '>';
    /** The bit by which {@code <} and {@code >} differ. */
    private static final long EITHER = ONE * ('<' ^ '>');

    private Skim() {}

    /** The highest bit of each byte that is a quote of either kind, {@code <} or {@code >}; the first byte is the lowest. */
    static long find(long word) {
        long quote = word ^ QUOTE;
        long apostrophe = word ^ APOSTROPHE;
        long tag = (word | EITHER) ^ GREATER;
        // A byte's highest bit is set by the addition if any of the lower ones is, so it stays clear in a zero only.
        long other = ((quote & LOW_BITS) + LOW_BITS | quote)
                & ((apostrophe & LOW_BITS) + LOW_BITS | apostrophe)
                & ((tag & LOW_BITS) + LOW_BITS | tag);
        return ~(other | LOW_BITS);
    }

    /** Whether the {@code <} there certainly begins none of the {@link Markup} that is known. */
    static boolean isOtherTag(ByteBuf in, int index) {
        byte b = in.getByte(index + 1);
        return b == '/' ? in.getByte(index + 2) != 'e' : b != 'e' && b != '!' && b != '?';
    }
}
