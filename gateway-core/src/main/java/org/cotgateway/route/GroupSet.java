package org.cotgateway.route;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some groups. Got from {@link Router#groups}, once per sender and not per event: then equal ones are mostly the same object.
 * Immutable; comparing allocates nothing.
 */
public final class GroupSet {

    private static final GroupSet NONE = new GroupSet(Set.of());

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

    /** The groups of either; one of the two if it has them all. */
    public GroupSet or(GroupSet other) {
        if (this == other || names.containsAll(other.names)) {
            return this;
        }
        if (other.names.containsAll(names)) {
            return other;
        }
        Set<String> all = new HashSet<>(names);
        all.addAll(other.names);
        return new GroupSet(all);
    }

    /** The groups that are in both; one of the two if it has no others. */
    GroupSet and(GroupSet other) {
        if (this == other || other.names.containsAll(names)) {
            return this;
        }
        if (names.containsAll(other.names)) {
            return other;
        }
        if (!meets(other)) {
            return NONE;
        }
        Set<String> both = new HashSet<>(names);
        both.retainAll(other.names);
        return new GroupSet(both);
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
