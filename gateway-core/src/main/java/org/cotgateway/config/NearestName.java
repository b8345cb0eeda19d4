package org.cotgateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which of some names was probably meant by one that is none of them. */
final class NearestName {

    private static final int MAX_CHARS = 64;
    private static final int MIN_BEGINNING_CHARS = 3;

    private NearestName() {}

    /**
     * The known name that takes the fewest changes of letters; if that would be every second letter or more, the shortest
     * that begins like the unknown one.
     */
    static Optional<String> of(String unknown, Collection<String> known) {
        String plain = plain(unknown);
        if (plain.isEmpty() || plain.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String nearest = null;
        int least = Math.max(1, plain.length() / 2);
        for (String name : known) {
            int distance = distance(plain, plain(name));
            if (distance < least || distance == 1 && nearest == null) {
                least = distance;
                nearest = name;
            }
        }
        return nearest == null ? longer(plain, known) : Optional.of(nearest);
    }

    private static Optional<String> longer(String plain, Collection<String> known) {
        return plain.length() < MIN_BEGINNING_CHARS
                ? Optional.empty()
                : known.stream()
                        .filter(name -> plain(name).startsWith(plain))
                        .min(Comparator.comparingInt(String::length));
    }

    /** Spellings such as {@code max-connections} and {@code MAX_CONNECTIONS} differ in nothing that matters. */
    private static String plain(String name) {
        return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's, a swap of neighbours counted as one change. */
    private static int distance(String a, String b) {
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                least[i][j] = i == 0 ? j : j == 0 ? i : step(least, a, b, i, j);
            }
        }
        return least[a.length()][b.length()];
    }

    private static int step(int[][] least, String a, String b, int i, int j) {
        int changed = least[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(changed, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, least[i - 2][j - 2] + 1) : best;
    }
}
