package org.cotgateway.route;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Dest;
import org.cotgateway.route.NameIndex.Bearers;
import org.cotgateway.route.NameIndex.Node;
import org.jspecify.annotations.Nullable;

/**
 * Resolves destinations. Names that stand in an event again and again are looked through once, so that an event's cost is
 * bounded by its destinations and the contacts that there are, not by their product. For the event loop.
 */
final class Addressing<R, A extends Audience<R>> {

    private final Contacts<R, A> contacts;
    private final List<Member<R, A>> named = new ArrayList<>();

    /** Counts the routings: what bears this number was chosen in the present one. */
    private long serial;

    Addressing(Contacts<R, A> contacts) {
        this.contacts = contacts;
    }

    /** Fills the routing; {@code reached} are the audiences that the sender's groups meet. */
    void route(
            List<Dest> dests,
            @Nullable Member<R, A> self,
            GroupSet senderGroups,
            List<AudienceEntry<R, A>> reached,
            Routing<R, A> routing) {
        serial++;
        for (Dest dest : dests) {
            boolean delivered = switch (dest.kind()) {
                case UID -> toNamed(contacts.ofUid(dest.value()), self, senderGroups);
                case CALLSIGN ->
                    dest.value().equals(Dest.EVERYBODY)
                            ? toAudiences(null, self, reached, routing)
                            : toNamed(contacts.ofCallsign(dest.value()), self, senderGroups);
                case GROUP -> toGroup(dest.value(), self, senderGroups, reached, routing);
                case MISSION -> false;
            };
            if (!delivered) {
                routing.nobody(dest);
            }
        }
        for (Member<R, A> member : named) {
            if (member.entry.chosenIn != serial) {
                routing.to(member.receiver);
            }
        }
        named.clear();
    }

    private boolean toGroup(
            String name,
            @Nullable Member<R, A> self,
            GroupSet senderGroups,
            List<AudienceEntry<R, A>> reached,
            Routing<R, A> routing) {
        return senderGroups.contains(name) && toAudiences(name, self, reached, routing);
    }

    /** To those of the audiences that receive from the group, or to all of them. */
    private boolean toAudiences(
            @Nullable String group,
            @Nullable Member<R, A> self,
            List<AudienceEntry<R, A>> reached,
            Routing<R, A> routing) {
        boolean delivered = false;
        for (AudienceEntry<R, A> entry : reached) {
            if (entry.hasOthersThan(self) && (group == null || entry.key.out().contains(group))) {
                delivered = true;
                if (entry.chosenIn != serial) {
                    entry.chosenIn = serial;
                    routing.to(entry.audience);
                }
            }
        }
        return delivered;
    }

    private boolean toNamed(
            @Nullable Bearers<Member<R, A>> bearers, @Nullable Member<R, A> self, GroupSet senderGroups) {
        if (bearers == null) {
            return false;
        }
        if (bearers.visitedIn == serial) {
            return bearers.reached;
        }
        bearers.visitedIn = serial;
        bearers.reached = false;
        for (Node<Member<R, A>> node = bearers.first; node != null; node = node.next()) {
            Member<R, A> member = node.value;
            if (member != self && !member.hasLeft && member.entry.key.out().meets(senderGroups)) {
                bearers.reached = true;
                if (member.chosenIn != serial) {
                    member.chosenIn = serial;
                    named.add(member);
                }
            }
        }
        return bearers.reached;
    }
}
