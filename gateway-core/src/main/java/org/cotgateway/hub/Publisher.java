package org.cotgateway.hub;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.Receiver;
import org.cotgateway.event.Violation;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Who publishes from inside, by no socket of the hub's: a partner's request, a feed, the program that the gateway is part
 * of. Made once for many events, and for one hub. Can be made on any thread; the rest is loop-only.
 */
public final class Publisher implements Inlet {

    private static final InetSocketAddress OF_THIS_PROGRAM = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final String name;
    private final @Nullable InetSocketAddress address;
    private final Set<String> groups;
    /** Looked up with the first event, which is on the loop. */
    private @Nullable GroupSet groupSet;

    private long refused;

    /**
     * @param name what the log calls it: {@code feed ais}, {@code POST /api/v1/events}
     * @param address where its events come from; null if from this program
     * @param groups what it publishes to; empty for those who have no group
     * @throws IllegalArgumentException if the groups have {@link #check violations}
     */
    public Publisher(String name, @Nullable InetSocketAddress address, Set<String> groups) {
        List<Violation> violations = check(groups);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.toString());
        }
        this.name = name;
        this.address = address;
        this.groups = groups.isEmpty() ? Set.of(Membership.NO_GROUP) : Set.copyOf(groups);
    }

    /** What is wrong with groups to publish to, each in the field {@code group}; none if they are valid. */
    public static List<Violation> check(Set<String> groups) {
        List<Violation> found = new ArrayList<>();
        new Membership(groups, Set.of(Membership.NO_GROUP), Subscription.ALL)
                .check()
                .forEach(wrong -> found.add(Violation.of("group", wrong.value(), wrong.rule())));
        return found;
    }

    /** What the log calls it. */
    public String name() {
        return name;
    }

    /** What it publishes to. */
    public Set<String> groups() {
        return groups;
    }

    /** How many of its events broke rules. */
    public long refused() {
        return refused;
    }

    /** Where its events come from; this host if from this program. */
    @Override
    public InetSocketAddress address() {
        return address == null ? OF_THIS_PROGRAM : address;
    }

    @Override
    public @Nullable Receiver receiver() {
        return null;
    }

    @Override
    public void brokeRules() {
        refused++;
    }

    @Override
    public Object source() {
        return address == null ? name : address.getAddress();
    }

    GroupSet groupSet(Receivers receivers) {
        GroupSet known = groupSet;
        if (known == null) {
            known = receivers.groups(groups);
            groupSet = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return name;
    }
}
