package org.cotgateway.route;

import java.util.BitSet;
import java.util.Set;

/**
 * Some groups, as one router counts them. Got from {@link Router#groups}, once per sender and not per event; equal ones are
 * the same object. Immutable.
 */
public final class GroupSet {

    private final Set<String> names;
    private final BitSet bits;

    GroupSet(Set<String> names, BitSet bits) {
        this.names = names;
        this.bits = bits;
    }

    /** The groups' names. */
    public Set<String> names() {
        return names;
    }

    /** Whether a group is in both. Allocates nothing. */
    public boolean meets(GroupSet other) {
        return bits.intersects(other.bits);
    }

    boolean contains(int group) {
        return bits.get(group);
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
