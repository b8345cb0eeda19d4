package org.cotgateway.hub;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.hub.Slices.Progress;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.LatestContacts.Heard;
import org.cotgateway.route.Router;

/**
 * Those who publish to other groups than before: who gets that no more is told that their contacts have left. A settings file
 * may change hundreds at once, so all of them begin together when they all have their new groups, and one walk through what is
 * kept of the contacts, bit by bit, is for all of them. Whoever leaves meanwhile is {@link Departures}' to tell of.
 * Loop-only, apart from the constructor.
 */
final class Withdrawals {

    /** Each is told to all who saw it: with hundreds of clients that is some milliseconds' work. */
    private static final int TOLD_A_PASS = 32;

    private static final int LOOKS_A_PASS = 8 * TOLD_A_PASS;

    private final Members members;
    private final Router<Receiver, FanoutAudience> router;
    private final LatestContacts<Receiver, EventImage> contacts;
    private final Function<String, List<Receiver>> whoSpeakFor;
    private final DepartureNotices notices;
    private final Slices slices;
    /** Those whom this walk is for, with the groups that they published to before. */
    private Map<Receiver, GroupSet> walking = Map.of();
    /** Those who have changed since it began, for the next one. */
    private Map<Receiver, GroupSet> waiting = new HashMap<>();

    private int slot;
    private boolean underWay;

    /** @param whoSpeakFor whose word that a contact is there holds, by its uid */
    Withdrawals(
            Members members,
            Router<Receiver, FanoutAudience> router,
            LatestContacts<Receiver, EventImage> contacts,
            Function<String, List<Receiver>> whoSpeakFor,
            DepartureNotices notices,
            Slices slices) {
        this.members = members;
        this.router = router;
        this.contacts = contacts;
        this.whoSpeakFor = whoSpeakFor;
        this.notices = notices;
        this.slices = slices;
    }

    /**
     * A receiver has other groups now.
     *
     * @param before those that it published to until now
     */
    void begin(Receiver receiver, GroupSet before) {
        if (router.contactCountVia(receiver) == 0) {
            return;
        }
        waiting.merge(receiver, before, GroupSet::or);
        if (!underWay) {
            underWay = true;
            slices.beginLater(this::step);
        }
    }

    private Progress step() {
        underWay = false;
        if (walking.isEmpty()) {
            walking = waiting;
            waiting = new HashMap<>();
            slot = 0;
        }
        int told = 0;
        for (int looks = 0; looks < LOOKS_A_PASS && told < TOLD_A_PASS && slot < contacts.slots(); looks++) {
            Heard<Receiver> contact = contacts.at(slot++);
            if (contact != null && withdraw(contact)) {
                told++;
            }
        }
        if (slot >= contacts.slots()) {
            walking = Map.of();
        }
        underWay = !walking.isEmpty() || !waiting.isEmpty();
        return underWay ? Progress.MORE : Progress.DONE;
    }

    /** Whether somebody may have been told. */
    private boolean withdraw(Heard<Receiver> contact) {
        String uid = contact.summary().uid();
        Receiver via = contact.via();
        List<Receiver> changed =
                router.seenVia(uid).stream().filter(walking::containsKey).toList();
        Set<Receiver> there = new LinkedHashSet<>(whoSpeakFor.apply(uid));
        there.addAll(changed);
        // One that was last heard through a server is there by that one's word.
        if (changed.isEmpty() || !there.contains(via)) {
            return false;
        }
        // What was said by way of this one before and since: those alone are told who were sent some of it.
        GroupSet saw = contact.reached();
        for (Receiver one : changed) {
            saw = one == via ? saw : saw.or(walking.getOrDefault(one, saw));
        }
        notices.tell(contact.summary(), saw, there, changed.get(0));
        if (changed.contains(via)) {
            contacts.withdrawn(via, uid, members.groupsOf(via));
        }
        return true;
    }
}
