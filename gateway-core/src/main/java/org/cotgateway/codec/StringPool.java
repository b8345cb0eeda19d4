package org.cotgateway.codec;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives the String of an attribute's value without making it, if it has been here lately: uids, types and callsigns come
 * again and again. Holds a fixed number of Strings and nothing long, whatever comes; each value has {@link #WAYS} places
 * where it can be, and a new one drives out the oldest there. So values made up to meet in one place, like values that never
 * come twice, cost the making of the String and no more. Holds only values that keep a rule, so that it is checked once.
 *
 * <p>Not thread-safe.
 */
final class StringPool {

    private static final int WAYS = 4;
    private static final int MAX_BYTES = 128;

    private final Predicate<String> rule;
    private final @Nullable String[] texts;
    /** How a text is spelt; null where it is of ASCII and stands for itself. */
    private final byte[] @Nullable [] spellings;

    private final long[] hashes;
    private final int setMask;

    /**
     * @param sets how many times four Strings are held at the most, a power of two
     * @param rule what must hold of a value
     */
    StringPool(int sets, Predicate<String> rule) {
        if (Integer.bitCount(sets) != 1) {
            throw new IllegalArgumentException("sets " + sets + " is not a power of two");
        }
        this.rule = rule;
        texts = new @Nullable String[sets * WAYS];
        spellings = new byte[sets * WAYS] @Nullable [];
        hashes = new long[sets * WAYS];
        setMask = sets - 1;
    }

    /** The value between the indices with its references replaced; null if it breaks the rule. */
    @Nullable
    String get(byte[] in, int from, int to) {
        if (to - from > MAX_BYTES) {
            return checked(in, from, to);
        }
        long hash = hash(in, from, to);
        int first = ((int) (hash >>> 48) & setMask) * WAYS;
        for (int i = first; i < first + WAYS; i++) {
            if (hashes[i] == hash && isAt(i, in, from, to)) {
                return texts[i];
            }
        }
        String text = checked(in, from, to);
        if (text != null) {
            System.arraycopy(texts, first, texts, first + 1, WAYS - 1);
            System.arraycopy(spellings, first, spellings, first + 1, WAYS - 1);
            System.arraycopy(hashes, first, hashes, first + 1, WAYS - 1);
            texts[first] = text;
            spellings[first] = isSpelt(text, in, from, to) ? null : Arrays.copyOfRange(in, from, to);
            hashes[first] = hash;
        }
        return text;
    }

    private boolean isAt(int index, byte[] in, int from, int to) {
        String text = texts[index];
        if (text == null) {
            return false;
        }
        // Mostly true, so the spelling is not looked for: what is kept of many uids is far away in memory.
        if (isSpelt(text, in, from, to)) {
            return true;
        }
        byte[] spelling = spellings[index];
        return spelling != null && Arrays.equals(spelling, 0, spelling.length, in, from, to);
    }

    /** Whether the bytes are the text's own characters, all of ASCII. */
    private static boolean isSpelt(String text, byte[] in, int from, int to) {
        int length = text.length();
        if (length != to - from) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // A byte below zero is no character.
            if (text.charAt(i) != in[from + i]) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String checked(byte[] in, int from, int to) {
        String text = XmlBytes.text(in, from, to);
        return rule.test(text) ? text : null;
    }

    private static long hash(byte[] in, int from, int to) {
        long hash = to - from;
        int i = from;
        for (; to - i > Long.BYTES; i += Long.BYTES) {
            hash = mixed(hash ^ XmlBytes.word(in, i));
        }
        // Twice, since uids often differ in their last characters only, which the first time move the highest bits
        // alone.
        return mixed(mixed(hash ^ XmlName.head(in, i, to)));
    }

    private static long mixed(long hash) {
        long product = hash * 0x9E37_79B9_7F4A_7C15L;
        return product ^ product >>> 32;
    }
}
