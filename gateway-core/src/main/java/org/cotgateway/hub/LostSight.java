package org.cotgateway.hub;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.Receiver;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.LatestContacts.Heard;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;

/**
 * Those who get what is published to fewer groups than before: each is told that the contacts have left whom it sees by none
 * of its groups any more, else they would stay on its map until they are stale. Loop-only.
 */
final class LostSight {

    /** The groups that somebody got before, and gets now. */
    private record Change(GroupSet before, GroupSet now) {}

    private final Members members;
    private final Router<Receiver, FanoutAudience> router;
    private final DepartureNotices notices;
    /** A settings file changes many alike: these are looked at together. */
    private final Map<Change, Set<Receiver>> changed = new LinkedHashMap<>();

    LostSight(Members members, Router<Receiver, FanoutAudience> router, DepartureNotices notices) {
        this.members = members;
        this.router = router;
        this.notices = notices;
    }

    /** @param before the groups that it got until now */
    void add(Receiver receiver, GroupSet before, GroupSet now) {
        changed.computeIfAbsent(new Change(before, now), unused -> new LinkedHashSet<>())
                .add(receiver);
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }

    /** Tells those who saw a contact and see it no more. How many these are. */
    int tell(Heard<Receiver> contact) {
        Set<Receiver> blind = new LinkedHashSet<>(0);
        changed.forEach((change, receivers) -> {
            // Who is still in a group that it spoke to is told by that when it leaves.
            if (contact.reached().meets(change.before) && !contact.reached().meets(change.now)) {
                addBlind(contact, receivers, blind);
            }
        });
        if (!blind.isEmpty()) {
            notices.tellAlone(contact.summary(), blind);
        }
        return blind.size();
    }

    /** Those who have not changed again meanwhile so that they see it, and are not the contact themselves. */
    private void addBlind(Heard<Receiver> contact, Set<Receiver> candidates, Set<Receiver> blind) {
        Set<Receiver> speakers =
                new LinkedHashSet<>(router.seenVia(contact.summary().uid()));
        if (members.isThere(contact.via())) {
            speakers.add(contact.via());
        }
        for (Receiver receiver : candidates) {
            Membership membership = members.membershipOf(receiver);
            if (membership != null && !speakers.contains(receiver)) {
                GroupSet now = router.groups(membership.out());
                if (!contact.reached().meets(now)
                        && speakers.stream()
                                .noneMatch(one -> members.groupsOf(one).meets(now))) {
                    blind.add(receiver);
                }
            }
        }
    }
}
