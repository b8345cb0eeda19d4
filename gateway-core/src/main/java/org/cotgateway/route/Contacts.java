package org.cotgateway.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import org.cotgateway.route.NameIndex.Bearers;
import org.cotgateway.route.NameIndex.Node;
import org.jspecify.annotations.Nullable;

/**
 * Through which members a contact can be reached, by its uid and by its callsign. Through one that has left nobody is
 * reached, but it may have had a hundred thousand contacts: its places are taken out bit by bit. For the event loop.
 */
final class Contacts<R, A extends Audience<R>> {

    private final int maxPerMember;
    private final BiConsumer<? super String, ? super R> shared;
    private final NameIndex<Member<R, A>> byUid = new NameIndex<>();
    private final NameIndex<Member<R, A>> byCallsign = new NameIndex<>();
    /** Members that have left and still have places, the one whose turn it is in front. */
    private final Deque<Member<R, A>> leavers = new ArrayDeque<>();

    /** @param shared told of a uid that begins to be seen through a receiver while it is known through others */
    Contacts(int maxPerMember, BiConsumer<? super String, ? super R> shared) {
        this.maxPerMember = maxPerMember;
        this.shared = shared;
    }

    /** The uid that was forgotten to make room, or null. */
    @Nullable
    String seen(Member<R, A> via, String uid, @Nullable String callsign) {
        Sighting<R, A> sighting = via.sightings.get(uid);
        String forgotten = null;
        if (sighting == null) {
            forgotten = via.sightings.size() < maxPerMember ? null : forgetOldest(via);
            sighting = new Sighting<>(byUid.add(uid, via));
            via.sightings.put(uid, sighting);
            if (isThroughOthers(sighting.byUid)) {
                shared.accept(uid, via.receiver);
            }
        }
        if (callsign != null) {
            rename(sighting, callsign, via);
        }
        return forgotten;
    }

    boolean gone(Member<R, A> via, String uid) {
        Sighting<R, A> sighting = via.sightings.remove(uid);
        if (sighting == null) {
            return false;
        }
        forget(sighting);
        return true;
    }

    /** Nobody is reached through it from now on; {@link #forgetOneOfLeavers} takes out its places. */
    void leave(Member<R, A> via) {
        via.hasLeft = true;
        if (!via.sightings.isEmpty()) {
            leavers.addLast(via);
        }
    }

    /** Takes out one contact of a member that has left, of each in turn; null if there are none. */
    @Nullable
    Departed<R> forgetOneOfLeavers() {
        Member<R, A> leaver = leavers.pollFirst();
        if (leaver == null) {
            return null;
        }
        String uid = forgetOldest(leaver);
        if (!leaver.sightings.isEmpty()) {
            leavers.addLast(leaver);
        }
        return new Departed<>(leaver.receiver, leaver.in, uid);
    }

    /** In how many places members stand, those that have left too. */
    int places() {
        return byUid.size() + byCallsign.size();
    }

    @Nullable
    Bearers<Member<R, A>> ofUid(String uid) {
        return byUid.bearers(uid);
    }

    @Nullable
    Bearers<Member<R, A>> ofCallsign(String callsign) {
        return byCallsign.bearers(callsign);
    }

    private static boolean isThroughOthers(Node<? extends Member<?, ?>> newest) {
        Node<? extends Member<?, ?>> other = newest.next();
        while (other != null && other.value.hasLeft) {
            other = other.next();
        }
        return other != null;
    }

    private void rename(Sighting<R, A> sighting, String callsign, Member<R, A> via) {
        Node<Member<R, A>> named = sighting.byCallsign;
        if (named == null || !named.name().equals(callsign)) {
            sighting.byCallsign = byCallsign.add(callsign, via);
            if (named != null) {
                byCallsign.remove(named);
            }
        }
    }

    private String forgetOldest(Member<R, A> via) {
        Iterator<Sighting<R, A>> oldestFirst = via.sightings.values().iterator();
        Sighting<R, A> oldest = oldestFirst.next();
        oldestFirst.remove();
        forget(oldest);
        return oldest.byUid.name();
    }

    private void forget(Sighting<R, A> sighting) {
        byUid.remove(sighting.byUid);
        if (sighting.byCallsign != null) {
            byCallsign.remove(sighting.byCallsign);
        }
    }
}
