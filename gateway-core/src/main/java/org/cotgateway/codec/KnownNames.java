package org.cotgateway.codec;

import org.jspecify.annotations.Nullable;

/**
 * The names of elements and attributes that nearly all events consist of, with the marks around them, ready to be copied.
 * A name that is not here is written character by character; nothing else is different.
 */
final class KnownNames {

    /** As the name of an element inside an event: ATAK takes the event to end at the first {@code </event>}, spelt like that. */
    private static final String EVENT = "event";

    /** Names by their hash, one to a slot: of two that meet, the first one stays and the second goes the long way. */
    private static final @Nullable KnownName[] SLOTS = slots(
            "event contact callsign endpoint phone __group name role status battery readiness takv device platform os version",
            "track speed course precisionlocation geopointsrc altsrc uid Droid usericon iconsetpath color argb remarks",
            "source time to link type relation point parent_callsign production_time archive fileshare filename senderUrl",
            "sizeInBytes sha256 senderUid senderCallsign peerHosted ackrequest ackrequested tag ackresponse success reason",
            "__chat id chatroom messageId parent groupOwner chatgrp uid0 uid1 uid2 uid3 marti dest group mission emergency",
            "cancel height height_unit value strokeColor fillColor strokeWeight strokeStyle labels_on shape ellipse major",
            "minor angle sensor azimuth fov range model __video url ConnectionEntry address port path protocol networkTimeout",
            "bufferTime rtspReliable ignoreEmbeddedKLV alias __geofence trigger monitor tracking minElevation maxElevation",
            "elevationMonitored boundingSphere image mime _flow-tags_ creator detail how flow-tags image_url text");

    private KnownNames() {}

    /** The prepared name, or null if it is none of the known ones. */
    static @Nullable KnownName find(String name) {
        @Nullable KnownName known = SLOTS[slot(name)];
        return known != null && known.name().equals(name) ? known : null;
    }

    private static int slot(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 10) & 1023;
    }

    private static @Nullable KnownName[] slots(String... lines) {
        @Nullable KnownName[] slots = new @Nullable KnownName[1024];
        for (String name : String.join(" ", lines).split(" ", -1)) {
            if (slots[slot(name)] == null) {
                slots[slot(name)] = new KnownName(
                        name.intern(),
                        Ascii.of("<" + name),
                        Ascii.of("</" + name + (name.equals(EVENT) ? " >" : ">")),
                        Ascii.of(" " + name + "=\""),
                        Ascii.of("\" " + name + "=\""));
            }
        }
        return slots;
    }

    /**
     * A name and what it is part of.
     *
     * @param name the name, the same String as a constant of that name
     * @param start {@code <name}
     * @param end {@code </name>}
     * @param first {@code  name="}, behind an element's name
     * @param next {@code " name="}, behind another attribute's value
     */
    record KnownName(String name, Ascii start, Ascii end, Ascii first, Ascii next) {}
}
