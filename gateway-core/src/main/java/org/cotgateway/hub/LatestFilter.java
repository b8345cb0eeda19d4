package org.cotgateway.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Violation;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Which of the latest events are wanted. Immutable. Any values can be held, so that bad input can be shown as it came; {@link
 * #check} says what is wrong with them.
 *
 * @param types the types wanted, with all below them, as in {@link Subscription}; empty for all
 * @param groups those that were published to one of these groups; empty for all
 * @param area where; null for everywhere
 * @param maxAge how old by their own time; null for any age
 */
public record LatestFilter(
        List<String> types,
        Set<String> groups,
        @Nullable Area area,
        @Nullable Duration maxAge) {

    /** Everything. */
    public static final LatestFilter ALL = new LatestFilter(List.of(), Set.of(), null, null);

    public LatestFilter {
        types = List.copyOf(types);
        groups = Set.copyOf(groups);
    }

    /** The same, of these types alone. */
    public LatestFilter types(String... wanted) {
        return new LatestFilter(List.of(wanted), groups, area, maxAge);
    }

    /** The same, of these groups alone. */
    public LatestFilter groups(String... wanted) {
        return new LatestFilter(types, Set.of(wanted), area, maxAge);
    }

    /** The same, of this area alone. */
    public LatestFilter in(Area wanted) {
        return new LatestFilter(types, groups, wanted, maxAge);
    }

    /** The same, of this age at most. */
    public LatestFilter newerThan(Duration age) {
        return new LatestFilter(types, groups, area, age);
    }

    /** All violations; none if it is valid. */
    public List<Violation> check() {
        List<Violation> found = new ArrayList<>(wanted().check());
        if (!groups.isEmpty()) {
            new Membership(groups, Set.of(), Subscription.ALL)
                    .check()
                    .forEach(wrong -> found.add(Violation.of("groups", wrong.value(), wrong.rule())));
        }
        return List.copyOf(found);
    }

    /** The same as a subscription, but for the groups. */
    Subscription wanted() {
        return new Subscription(types, area, Duration.ZERO, maxAge);
    }
}
