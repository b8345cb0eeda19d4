package org.cotgateway.route;

import java.util.LinkedHashMap;
import java.util.Map;

/** A receiver as the router keeps it. */
final class Member<R, A extends Audience<R>> {

    final R receiver;
    /** Who was seen through it by uid, the one that was seen longest ago first. */
    final Map<String, Sighting<R, A>> sightings = new LinkedHashMap<>(16, 0.75f, true);

    GroupSet in;
    AudienceEntry<R, A> entry;

    /** Whether it is a receiver no more; what was seen through it may still be in the indexes. */
    boolean hasLeft;

    /** The number of the last routing that chose it. */
    long chosenIn;

    Member(R receiver, GroupSet in, AudienceEntry<R, A> entry) {
        this.receiver = receiver;
        this.in = in;
        this.entry = entry;
    }
}
