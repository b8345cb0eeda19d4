package org.cotgateway.json;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that have come in one object: no memory for the few that most have, and no more than linear time for many. */
final class SeenNames {

    private static final int FEW = 32;

    private final String[] few = new String[FEW];
    private int count;
    private @Nullable Set<String> others;

    void clear() {
        count = 0;
        others = null;
    }

    /** Answers whether it is the first of that name. */
    boolean add(String name) {
        int hash = name.hashCode();
        for (int i = 0; i < count; i++) {
            if (few[i].hashCode() == hash && few[i].equals(name)) {
                return false;
            }
        }
        if (count < FEW) {
            few[count++] = name;
            return true;
        }
        if (others == null) {
            others = new HashSet<>();
        }
        return others.add(name);
    }
}
