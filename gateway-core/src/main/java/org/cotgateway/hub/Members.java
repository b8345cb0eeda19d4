package org.cotgateway.hub;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.Receiver;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.jspecify.annotations.Nullable;

/** Who is there, clients and endpoints alike, and what each may publish and gets. Loop-only, apart from the constructor. */
final class Members {

    /** What comes in by no receiver, such as direct messages, is of no group. */
    private static final Set<String> NO_GROUPS = Set.of(Membership.NO_GROUP);

    private record Member(Membership membership, GroupSet groups) {}

    private final Router<Receiver, FanoutAudience> router;
    private final Map<Receiver, Member> members = new HashMap<>();
    private final GroupSet noGroups;

    Members(Router<Receiver, FanoutAudience> router) {
        this.router = router;
        this.noGroups = router.groups(NO_GROUPS);
    }

    void add(Receiver receiver, Membership membership) {
        members.put(receiver, new Member(membership, router.add(receiver, membership)));
    }

    /** Gives one that is there another membership. Whether it gets what is published to other groups than before. */
    boolean change(Receiver receiver, Membership membership) {
        Member before = members.get(receiver);
        if (before == null || before.membership.equals(membership)) {
            return false;
        }
        members.put(receiver, new Member(membership, router.change(receiver, membership)));
        return !before.membership.out().equals(membership.out());
    }

    void remove(Receiver receiver) {
        router.remove(receiver);
        members.remove(receiver);
    }

    boolean isThere(Receiver receiver) {
        return members.containsKey(receiver);
    }

    /** All who are there. */
    Set<Receiver> all() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /** What one may publish and gets; null if it is not there. */
    @Nullable
    Membership membershipOf(Receiver receiver) {
        Member member = members.get(receiver);
        return member == null ? null : member.membership;
    }

    /** What the sender may publish to; that of those without a group if it is no receiver. */
    GroupSet groupsOf(@Nullable Receiver sender) {
        Member member = sender == null ? null : members.get(sender);
        return member == null ? noGroups : member.groups;
    }

    /** The clients through which a contact was seen, the newest first. */
    List<Receiver> clientsVia(String uid) {
        return router.seenVia(uid).stream().filter(Receivers::isClient).toList();
    }
}
