package org.cotgateway.route;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the groups and keeps each set of them once. Never forgets one: groups come from settings and certificates, not
 * from events, so there are few. For the event loop.
 */
final class Groups {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Set<String>, GroupSet> sets = new HashMap<>();

    GroupSet of(Set<String> names) {
        GroupSet known = sets.get(names);
        if (known != null) {
            return known;
        }
        BitSet bits = new BitSet();
        for (String name : names) {
            bits.set(numbers.computeIfAbsent(name, unused -> numbers.size()));
        }
        GroupSet set = new GroupSet(Set.copyOf(names), bits);
        sets.put(set.names(), set);
        return set;
    }

    /** The group's number, or null when no set has it. */
    @Nullable
    Integer number(String name) {
        return numbers.get(name);
    }
}
