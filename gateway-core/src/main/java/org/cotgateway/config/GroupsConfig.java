package org.cotgateway.config;

import java.util.List;

/**
 * Groups with their direction: an event passes when a group is in {@code in} of its sender and {@code out} of its
 * receiver. Immutable.
 *
 * @param in the groups that the peer sends to; empty for none
 * @param out the groups that the peer receives from; empty for none
 */
public record GroupsConfig(List<String> in, List<String> out) {

    /** The group of everybody to whom none is given, as TAK servers name it. */
    public static final String COMMON_GROUP = "__ANON__";

    /** In the common group, both ways. */
    static final GroupsConfig COMMON = new GroupsConfig(List.of(COMMON_GROUP), List.of(COMMON_GROUP));

    public GroupsConfig {
        in = List.copyOf(in);
        out = List.copyOf(out);
    }
}
