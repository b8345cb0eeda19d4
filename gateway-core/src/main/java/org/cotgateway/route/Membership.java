package org.cotgateway.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Violation;

/**
 * What a receiver may send and what it gets. Immutable. Groups have a direction: an event reaches those who receive from a
 * group that its sender may publish to.
 *
 * @param in the groups that it may publish to; none for one that only listens
 * @param out the groups that it receives from; none for one that only speaks. If both are empty, both are {@link
 *     #NO_GROUP}
 * @param subscription what it wants of that
 */
public record Membership(Set<String> in, Set<String> out, Subscription subscription) {

    /** The group of those who have none, by TAK Server's name for it. */
    public static final String NO_GROUP = "__ANON__";

    /** Without groups, for everything. */
    public static final Membership ANONYMOUS = new Membership(Set.of(), Set.of(), Subscription.ALL);

    /** The group to which nobody publishes: {@link #check} refuses it. */
    private static final String NOBODYS_GROUP = "__NOBODY__";

    /** Reaches nobody and is reached by nobody; the one membership in which {@code __NOBODY__} may stand. */
    public static final Membership NOBODY = new Membership(Set.of(), Set.of(NOBODYS_GROUP), Subscription.ALL);

    private static final int MAX_GROUP_CHARS = 100;

    public Membership {
        boolean anonymous = in.isEmpty() && out.isEmpty();
        in = anonymous ? Set.of(NO_GROUP) : Set.copyOf(in);
        out = anonymous ? Set.of(NO_GROUP) : Set.copyOf(out);
    }

    /** All violations, the subscription's too; none if it is valid. For what comes from outside: {@link #NOBODY} does not. */
    public List<Violation> check() {
        List<Violation> found = new ArrayList<>();
        checkNames("in", in, found);
        checkNames("out", out, found);
        found.addAll(subscription.check());
        return List.copyOf(found);
    }

    /** The names of {@link #in}, sorted, as others are shown them: {@code __NOBODY__} is no group. */
    public List<String> shownIn() {
        return shown(in);
    }

    /** The same of {@link #out}. */
    public List<String> shownOut() {
        return shown(out);
    }

    private static List<String> shown(Set<String> names) {
        return names.stream()
                .filter(name -> !name.equals(NOBODYS_GROUP))
                .sorted()
                .toList();
    }

    private static void checkNames(String field, Set<String> names, List<Violation> found) {
        for (String name : names.stream().sorted().toList()) {
            if (name.isBlank()
                    || name.length() > MAX_GROUP_CHARS
                    || name.chars().anyMatch(Character::isISOControl)) {
                found.add(Violation.of(
                        field,
                        name,
                        "must be 1 to " + MAX_GROUP_CHARS + " characters, not all blank, no control characters"));
            } else if (name.equals(NOBODYS_GROUP)) {
                found.add(Violation.of(field, name, "is the gateway's own, and nobody's"));
            }
        }
    }
}
