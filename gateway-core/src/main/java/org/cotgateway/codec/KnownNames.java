package org.cotgateway.codec;

import org.jspecify.annotations.Nullable;

/**
 * The names of elements and attributes that nearly all events consist of, with the marks around them, ready to be copied.
 * A name that is not here is written character by character; nothing else is different.
 */
final class KnownNames {

    /** As the name of an element inside an event: ATAK takes the event to end at the first {@code </event>}, spelt like that. */
    private static final String EVENT = "event";

    private static final int EVENT_LENGTH = EVENT.length() + 3;

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
    @SuppressWarnings("ReferenceEquality") // is nearly always the same String, which spares a look into it
    static @Nullable KnownName find(String name) {
        @Nullable KnownName known = SLOTS[slot(name.hashCode())];
        return known != null && (known.name() == name || known.name().equals(name)) ? known : null;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 10) & 1023;
    }

    private static @Nullable KnownName[] slots(String... lines) {
        @Nullable KnownName[] slots = new @Nullable KnownName[1024];
        for (String name : String.join(" ", lines).split(" ", -1)) {
            int slot = slot(name.hashCode());
            if (slots[slot] == null) {
                slots[slot] = KnownName.of(name);
            }
        }
        return slots;
    }

    /**
     * A name and its bytes as they stand in front of an attribute's value, {@code  name="}; an element's tags are made of
     * them too, since of one object less has to be fetched than of one for each use. Written by the rules of {@link Ascii}.
     *
     * @param name the name, the same String as a constant of that name
     * @param first the first eight bytes
     * @param second the next eight
     * @param third the next eight
     * @param length how many bytes these are
     */
    record KnownName(String name, long first, long second, long third, int length) {

        private static final int MAX_BYTES = 23;

        static KnownName of(String name) {
            Ascii bytes = Ascii.of(" " + name + "=\"");
            if (bytes.length() > MAX_BYTES) {
                throw new IllegalArgumentException(name + ": too long for three words and a quotation mark");
            }
            return new KnownName(name.intern(), bytes.first(), bytes.second(), bytes.third(), bytes.length());
        }

        /** Writes {@code  name="}. */
        int putAttribute(Draft out, int index) {
            out.setLong(index, first);
            if (length > 8) {
                out.setLong(index + 8, second);
                if (length > 16) {
                    out.setLong(index + 16, third);
                }
            }
            return index + length;
        }

        /** Writes {@code " name="}, behind the value of another attribute. */
        int putNextAttribute(Draft out, int index) {
            out.setLong(index, first << Byte.SIZE | '"');
            if (length >= 8) {
                out.setLong(index + 8, second << Byte.SIZE | first >>> Long.SIZE - Byte.SIZE);
                if (length >= 16) {
                    out.setLong(index + 16, third << Byte.SIZE | second >>> Long.SIZE - Byte.SIZE);
                }
            }
            return index + length + 1;
        }

        /** Writes {@code <name}. */
        int putStart(Draft out, int index) {
            int end = putAttribute(out, index) - 2;
            out.setByte(index, '<');
            return end;
        }

        /** Writes {@code </name>}. */
        int putEnd(Draft out, int index) {
            int end = putAttribute(out, index + 1) - 2;
            out.setShort(index, '<' | '/' << 8);
            if (length == EVENT_LENGTH && name.equals(EVENT)) {
                out.setByte(end++, ' ');
            }
            out.setByte(end, '>');
            return end + 1;
        }
    }
}
