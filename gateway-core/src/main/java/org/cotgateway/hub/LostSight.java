package org.cotgateway.hub;

import java.util.LinkedHashSet;
import java.util.Set;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.LatestContacts.Heard;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;

/**
 * Tells who gets what is published to fewer groups than before that those contacts have left whom it sees by none of its
 * groups any more, else they would stay on its map until they are stale. Of one that left those groups itself, too, it may be
 * told twice; one that is deleted, or falls out of what is kept, before it is told of that stays until then. Loop-only.
 */
final class LostSight {

    /** For each an event is made. */
    private static final int TOLD_A_PASS = 32;

    private final Members members;
    private final Router<Receiver, FanoutAudience> router;
    private final LatestContacts<Receiver, EventImage> contacts;
    private final DepartureNotices notices;

    LostSight(
            Members members,
            Router<Receiver, FanoutAudience> router,
            LatestContacts<Receiver, EventImage> contacts,
            DepartureNotices notices) {
        this.members = members;
        this.router = router;
        this.contacts = contacts;
        this.notices = notices;
    }

    /**
     * Tells of those in the next slots, but not of too many at once.
     *
     * @param lost groups of which it got what is published to them, and may not any more
     * @return the slot to go on from, the last one at most
     */
    int tell(Receiver receiver, GroupSet lost, int fromSlot, int toSlot) {
        int slot = fromSlot;
        for (int told = 0; slot < toSlot && told < TOLD_A_PASS; slot++) {
            Heard<Receiver> contact = contacts.at(slot);
            if (contact != null && tell(receiver, lost, contact)) {
                told++;
            }
        }
        return slot;
    }

    /** Tells of this one, if it is one of those. Whether it is. */
    boolean tell(Receiver receiver, GroupSet lost, Heard<Receiver> contact) {
        Membership membership = members.membershipOf(receiver);
        if (membership == null
                || !contact.everReached().meets(lost)
                || sees(receiver, router.groups(membership.out()), contact)) {
            return false;
        }
        notices.tellAlone(contact.summary(), receiver);
        return true;
    }

    /** Whether it is told by one of its groups when the contact leaves, sees it by another who is that, or is that itself. */
    private boolean sees(Receiver receiver, GroupSet now, Heard<Receiver> contact) {
        if (contact.reached().meets(now)) {
            return true;
        }
        Set<Receiver> speakers =
                new LinkedHashSet<>(router.seenVia(contact.summary().uid()));
        if (members.isThere(contact.via())) {
            speakers.add(contact.via());
        }
        return speakers.contains(receiver)
                || speakers.stream().anyMatch(one -> members.groupsOf(one).meets(now));
    }
}
