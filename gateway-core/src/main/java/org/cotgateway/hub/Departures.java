package org.cotgateway.hub;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.Client;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.hub.Slices.Progress;
import org.cotgateway.route.Departed;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.LatestContacts.Heard;
import org.cotgateway.route.Router;

/**
 * Tells those who stay which contacts have left with a receiver (TAK Server 5.7), and forgets these: bit by bit, since there
 * may be a hundred thousand behind one server. Whoever is heard through another receiver before it is its turn has not left.
 * Loop-only, apart from the constructor.
 */
final class Departures {

    /** Each is told to all who saw it: with hundreds of clients that is some milliseconds' work. */
    private static final int TOLD_A_PASS = 32;

    /** Those among them whom nobody is told of. */
    private static final int FORGOTTEN_A_PASS = 8 * TOLD_A_PASS;

    private record Leaver(Receiver receiver, GroupSet groups) {}

    private final Members members;
    private final Router<Receiver, FanoutAudience> router;
    private final LatestContacts<Receiver, EventImage> contacts;
    private final LatestEvents latestEvents;
    private final DepartureNotices notices;
    private final Withdrawals withdrawals;
    private final Slices slices;
    /** Those whose contacts are not all told of, the one that left first in front. */
    private final Deque<Leaver> leavers = new ArrayDeque<>();
    /** Who took the place of one of these, and is told of none who left with it. */
    private final Map<Receiver, Receiver> successors = new HashMap<>();
    /** Who has come since the first of these left: whom these speak of has not left, or is back. */
    private final Set<Receiver> arrived = new HashSet<>();

    private boolean underWay;

    Departures(
            Members members,
            Router<Receiver, FanoutAudience> router,
            LatestContacts<Receiver, EventImage> contacts,
            LatestEvents latestEvents,
            EventImages images,
            InstantSource clock,
            Slices slices) {
        this.members = members;
        this.router = router;
        this.contacts = contacts;
        this.latestEvents = latestEvents;
        this.notices = new DepartureNotices(members, router, images, clock);
        this.withdrawals = new Withdrawals(members, router, contacts, this::whoSpeakFor, notices, slices);
        this.slices = slices;
    }

    /**
     * Begins to tell who left with a receiver.
     *
     * @param receiver has been removed from the router
     * @param groups those that it published to
     */
    void begin(Receiver receiver, GroupSet groups) {
        leavers.addLast(new Leaver(receiver, groups));
        if (!underWay) {
            underWay = true;
            slices.beginInTurn(this::step);
        }
    }

    /** One has come. If it had been here before it is not told who left with that, nor was it ever shown them. */
    void arrived(Receiver newcomer) {
        if (leavers.isEmpty()) {
            return;
        }
        arrived.add(newcomer);
        for (Leaver leaver : leavers) {
            if (isBack(leaver.receiver, newcomer)) {
                successors.put(leaver.receiver, newcomer);
            }
        }
    }

    /**
     * Who connects anew is known by its host only; another client from there misses nothing, since it has not been shown them
     * either. One that we send to again is known by its address.
     */
    private static boolean isBack(Receiver before, Receiver newcomer) {
        if (before instanceof Client client) {
            return newcomer instanceof Client back
                    && client.address().getAddress().equals(back.address().getAddress());
        }
        return before instanceof Inlet endpoint
                && newcomer instanceof Inlet back
                && endpoint.address().equals(back.address());
    }

    /** One has taken the place of another that has just left, and is told of none who left with it. */
    void replaced(Receiver before, Receiver anew) {
        if (underWay) {
            successors.put(before, anew);
        }
    }

    /**
     * Begins to tell those who do not get what a receiver publishes any more that its contacts have left: for them they have.
     *
     * @param receiver has other groups now
     * @param before those that it published to until now
     */
    void withdraw(Receiver receiver, GroupSet before) {
        withdrawals.begin(receiver, before);
    }

    private Progress step() {
        underWay = false;
        underWay = tellSome() || tellOfThoseNotSeen();
        if (!underWay) {
            arrived.clear();
        }
        return underWay ? Progress.MORE : Progress.DONE;
    }

    /** Goes through those who were seen through leavers. Whether that is enough for this pass. */
    private boolean tellSome() {
        int told = 0;
        for (int looks = 0; looks < FORGOTTEN_A_PASS && told < TOLD_A_PASS; looks++) {
            Departed<Receiver> departed = router.pollDeparted();
            if (departed == null) {
                return told > 0;
            }
            Heard<Receiver> heard = members.isThere(departed.via()) ? null : contacts.heard(departed.uid());
            if (heard != null && tell(heard, departed.via(), departed.groups())) {
                told++;
            }
        }
        return true;
    }

    /** Those whom the router has forgotten, since too many were seen, may still be kept. Whether there are more. */
    private boolean tellOfThoseNotSeen() {
        for (int looks = 0; looks < FORGOTTEN_A_PASS; looks++) {
            Leaver leaver = leavers.pollFirst();
            if (leaver == null) {
                return false;
            }
            List<Heard<Receiver>> left =
                    members.isThere(leaver.receiver) ? List.of() : contacts.via(leaver.receiver, TOLD_A_PASS);
            if (!left.isEmpty()) {
                left.forEach(contact -> tell(contact, leaver.receiver, leaver.groups));
                leavers.addFirst(leaver);
                return true;
            }
            successors.remove(leaver.receiver);
        }
        return true;
    }

    /**
     * A contact that other clients are, too, or whom somebody speaks of who has come since, has left only for those whom these
     * do not publish to. One that was last heard through a server is there by that one's word. Whether it has left for anybody.
     */
    private boolean tell(Heard<Receiver> contact, Receiver leaver, GroupSet groups) {
        String uid = contact.summary().uid();
        List<Receiver> others = whoSpeakFor(uid);
        if (contact.via() != leaver && !others.contains(contact.via())) {
            return false;
        }
        if (others.isEmpty()) {
            latestEvents.gone(uid);
        }
        // With those whom it was published to under groups that the leaver had before, if they have not been told yet.
        GroupSet saw = contact.via() == leaver ? groups.or(contact.reached()) : groups;
        notices.tell(contact.summary(), saw, others, successors.get(leaver));
        handOver(uid, leaver, others);
        contacts.gone(leaver, uid);
        return true;
    }

    /** Those whose word that a contact is there holds. */
    private List<Receiver> whoSpeakFor(String uid) {
        return router.seenVia(uid).stream()
                .filter(other -> Receivers.isClient(other) || arrived.contains(other))
                .toList();
    }

    /** What one client published of a contact to groups that are another's, too, newcomers in those are still shown. */
    private void handOver(String uid, Receiver leaver, List<Receiver> others) {
        for (Receiver other : others) {
            if (contacts.handOver(uid, leaver, other, members.groupsOf(other))) {
                return;
            }
        }
    }
}
