package org.cotgateway.route;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some groups. Got from {@link Router#groups}, once per sender and not per event: then equal ones are mostly the same object.
 * Immutable; comparing allocates nothing.
 */
public final class GroupSet {

    private final Set<String> names;
    /** The same in order: to go through them takes no iterator. */
    private final String[] sorted;

    private final int hash;

    GroupSet(Set<String> names) {
        this.names = Set.copyOf(names);
        this.sorted = names.toArray(String[]::new);
        Arrays.sort(sorted);
        this.hash = Arrays.hashCode(sorted);
    }

    /** The groups' names. */
    public Set<String> names() {
        return names;
    }

    /** Whether a group is in both. */
    public boolean meets(GroupSet other) {
        GroupSet more = sorted.length < other.sorted.length ? other : this;
        for (String name : (more == this ? other : this).sorted) {
            if (more.names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    boolean contains(String group) {
        return names.contains(group);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof GroupSet set && hash == set.hash && Arrays.equals(sorted, set.sorted));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
