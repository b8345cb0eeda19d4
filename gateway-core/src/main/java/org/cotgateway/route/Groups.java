package org.cotgateway.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps sets of groups, so that who has equal ones shares one. Anybody may come with sets that nobody has had, so there is a
 * bound; whoever holds a set that is forgotten here goes on with it, as an equal one is as good. For the event loop.
 */
final class Groups {

    /** How many sets are kept: more than are in use at a time. */
    static final int MAX_SETS = 4_096;

    private final Map<Set<String>, GroupSet> sets = new HashMap<>();

    GroupSet of(Set<String> names) {
        GroupSet known = sets.get(names);
        if (known != null) {
            return known;
        }
        if (sets.size() == MAX_SETS) {
            sets.clear();
        }
        GroupSet set = new GroupSet(names);
        sets.put(set.names(), set);
        return set;
    }

    int size() {
        return sets.size();
    }
}
