package org.cotgateway.route;

import org.jspecify.annotations.Nullable;

/** That a contact was seen through a receiver, with its places in the indexes by uid and by callsign. */
final class Sighting<R, A extends Audience<R>> {

    final NameIndex.Node<Member<R, A>> byUid;
    NameIndex.@Nullable Node<Member<R, A>> byCallsign;

    Sighting(NameIndex.Node<Member<R, A>> byUid) {
        this.byUid = byUid;
    }

    KnownContact contact() {
        return new KnownContact(byUid.name(), byCallsign == null ? null : byCallsign.name());
    }
}
