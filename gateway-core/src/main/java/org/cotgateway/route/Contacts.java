package org.cotgateway.route;

import java.util.Iterator;
import java.util.function.BiConsumer;
import org.cotgateway.route.NameIndex.Bearers;
import org.cotgateway.route.NameIndex.Node;
import org.jspecify.annotations.Nullable;

/** Through which members a contact can be reached, by its uid and by its callsign. For the event loop. */
final class Contacts<R, A extends Audience<R>> {

    private final int maxPerMember;
    private final BiConsumer<? super String, ? super R> shared;
    private final NameIndex<Member<R, A>> byUid = new NameIndex<>();
    private final NameIndex<Member<R, A>> byCallsign = new NameIndex<>();

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
            if (sighting.byUid.next() != null) {
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

    void allGone(Member<R, A> via) {
        via.sightings.values().forEach(this::forget);
        via.sightings.clear();
    }

    @Nullable
    Bearers<Member<R, A>> ofUid(String uid) {
        return byUid.bearers(uid);
    }

    @Nullable
    Bearers<Member<R, A>> ofCallsign(String callsign) {
        return byCallsign.bearers(callsign);
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
