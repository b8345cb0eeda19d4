package org.cotgateway.feed;

import org.cotgateway.event.CotPoint;
import org.jspecify.annotations.Nullable;

/**
 * What a row says of a thing, in the units of events. Immutable.
 *
 * @param uid the event's
 * @param type the event's
 * @param how the event's
 * @param point where it was
 * @param course in degrees clockwise from true north; null if it is not known
 * @param speed over ground in metres per second; null if it is not known
 * @param timeMs when that was, in milliseconds since 1970; null if the row does not say
 * @param timeErrorMs by how much that time may be off: more than 0 where it was reckoned from the arrival
 * @param callsign null for none
 * @param remarks null for none
 */
record Sighting(
        String uid,
        String type,
        String how,
        CotPoint point,
        @Nullable Double course,
        @Nullable Double speed,
        @Nullable Long timeMs,
        long timeErrorMs,
        @Nullable String callsign,
        @Nullable String remarks) {

    /** The same at a time that is known. */
    Sighting at(long knownMs) {
        return new Sighting(uid, type, how, point, course, speed, knownMs, 0, callsign, remarks);
    }
}
