package org.cotgateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.channel.OutboxSettings;
import org.cotgateway.event.Violation;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;

/**
 * What a part of the program that the gateway is part of gets, and how much of it waits while that is busy. Immutable. Any
 * groups and subscription can be held; {@link #check} says what is wrong with them.
 *
 * @param name what the status and the log call it
 * @param groups whose events it gets; empty for those of publishers without a group
 * @param wanted what it wants of these
 * @param maxEvents how many events wait, at least 1; a newer one of the same uid takes the place of one that waits, and when
 *     there is no room the oldest fall out
 * @param maxBytes their bytes, at least 512,000
 */
public record SubscriberSettings(String name, Set<String> groups, Subscription wanted, int maxEvents, int maxBytes) {

    /** Everything of publishers without a group; 10,000 events and 16 MiB. */
    public static final SubscriberSettings DEFAULT =
            new SubscriberSettings("subscriber", Set.of(), Subscription.ALL, 10_000, 16 * 1024 * 1024);

    public SubscriberSettings {
        groups = Set.copyOf(groups);
        if (maxEvents < 1 || maxBytes < OutboxSettings.LEAST_BYTES) {
            throw new IllegalArgumentException("maxEvents must be at least 1, and maxBytes "
                    + OutboxSettings.LEAST_BYTES + ": maxEvents=" + maxEvents + " maxBytes=" + maxBytes);
        }
    }

    /** The same by another name. */
    public SubscriberSettings name(String other) {
        return new SubscriberSettings(other, groups, wanted, maxEvents, maxBytes);
    }

    /** The same of these groups. */
    public SubscriberSettings groups(String... other) {
        return new SubscriberSettings(name, Set.of(other), wanted, maxEvents, maxBytes);
    }

    /** The same with another choice of events. */
    public SubscriberSettings wanted(Subscription other) {
        return new SubscriberSettings(name, groups, other, maxEvents, maxBytes);
    }

    /** The same with room for so much. */
    public SubscriberSettings room(int events, int bytes) {
        return new SubscriberSettings(name, groups, wanted, events, bytes);
    }

    /** All violations; none if it is valid. */
    public List<Violation> check() {
        List<Violation> found = new ArrayList<>();
        for (Violation wrong : membership().check()) {
            found.add(wrong.field().equals("out") ? Violation.of("groups", wrong.value(), wrong.rule()) : wrong);
        }
        return List.copyOf(found);
    }

    Membership membership() {
        return groups.isEmpty()
                ? new Membership(Set.of(), Set.of(Membership.NO_GROUP), wanted)
                : new Membership(Set.of(), groups, wanted);
    }

    OutboxSettings outbox() {
        return new OutboxSettings(maxEvents, maxBytes, Duration.ZERO);
    }
}
