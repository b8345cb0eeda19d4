package org.cotgateway.json;

import org.jspecify.annotations.Nullable;

/**
 * Gives the String of some characters without making it, if it has been here lately: names, types and callsigns come again
 * and again. Holds a fixed number of short Strings, each in the one place where it can be. Not thread-safe.
 */
final class TextPool {

    private static final int PLACES = 1_024;

    private final @Nullable String[] texts = new @Nullable String[PLACES];

    String get(char[] in, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + in[i];
        }
        int place = (hash * 0x9E37_79B9 >>> 16) & PLACES - 1;
        String held = texts[place];
        if (held != null && equals(held, in, from, length)) {
            return held;
        }
        String made = new String(in, from, length);
        texts[place] = made;
        return made;
    }

    private static boolean equals(String held, char[] in, int from, int length) {
        if (held.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (held.charAt(i) != in[from + i]) {
                return false;
            }
        }
        return true;
    }
}
