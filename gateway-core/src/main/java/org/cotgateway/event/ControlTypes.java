package org.cotgateway.event;

import java.util.Set;

/** Types that are for the server alone: consumed, never passed on (TAK Server 5.7). Pure. */
public final class ControlTypes {

    private static final Set<String> EXACT = Set.of(
            "t-b", "t-b-a", "t-b-c", "t-b-q", "t-x-c-f", "t-x-c-t", "t-x-c-t-r", "t-x-c-m", "t-x-c-i-e", "t-x-c-i-d");

    private static final String PROTOCOL = "t-x-takp-";

    private ControlTypes() {}

    /** Whether this type is one of them. */
    public static boolean contains(String type) {
        return type.startsWith("t-") && (type.startsWith(PROTOCOL) || EXACT.contains(type));
    }
}
