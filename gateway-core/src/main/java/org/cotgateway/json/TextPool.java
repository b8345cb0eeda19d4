package org.cotgateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the String of some ASCII without making it, if it has been here lately: names, types and callsigns come again
 * and again. Holds a fixed number of short Strings, each in the one place where it can be. Not thread-safe.
 */
final class TextPool {

    private static final int LONGEST = 64;
    private static final byte[] NOTHING = {};

    private final @Nullable Entry[] entries;
    /** Of the entries, so that one that is not asked for need not be fetched from far away. */
    private final long[] hashes;

    private final int mask;

    /** The first and the last eight bytes of a text, or fewer if it has not so many, which is all of most; else all. */
    private record Entry(long head, long tail, int length, byte[] all, String text) {}

    /**
     * @param places how many Strings are held at the most, a power of two
     * @param known what is most likely to come; comparing two Strings is fastest if they are the same object
     */
    TextPool(int places, String... known) {
        entries = new @Nullable Entry[places];
        hashes = new long[places];
        mask = places - 1;
        for (String text : known) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            find(bytes, 0, bytes.length, text);
        }
    }

    String get(byte[] in, int from, int to) {
        return find(in, from, to, null);
    }

    /** @param known the same text, if it need not be made */
    private String find(byte[] in, int from, int to, @Nullable String known) {
        int length = to - from;
        if (length == 0) {
            return "";
        }
        if (length > LONGEST) {
            return new String(in, from, length, StandardCharsets.ISO_8859_1);
        }
        long head = JsonBytes.word(in, from, Math.min(to, from + Long.BYTES));
        long tail = length > Long.BYTES ? JsonBytes.word(in, to - Long.BYTES) : 0;
        boolean isWhole = length <= 2 * Long.BYTES;
        long hash = (head ^ Long.rotateLeft(tail, 29) ^ length) * 0x9E37_79B9_7F4A_7C15L;
        int place = (int) (hash ^ hash >>> 32) >>> 7 & mask;
        Entry held = hashes[place] == hash ? entries[place] : null;
        if (held != null
                && held.head == head
                && held.tail == tail
                && held.length == length
                && (isWhole || Arrays.equals(held.all, 0, length, in, from, to))) {
            return held.text;
        }
        String text = known != null ? known : new String(in, from, length, StandardCharsets.ISO_8859_1);
        hashes[place] = hash;
        entries[place] = new Entry(head, tail, length, isWhole ? NOTHING : Arrays.copyOfRange(in, from, to), text);
        return text;
    }
}
