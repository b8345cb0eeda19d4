package org.cotgateway.codec;

import org.cotgateway.event.Contact;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.Group;
import org.cotgateway.event.PrecisionLocation;
import org.cotgateway.event.Status;
import org.cotgateway.event.Takv;
import org.cotgateway.event.Track;
import org.jspecify.annotations.Nullable;

/**
 * The elements for which TAK Protocol v1 has messages of their own. The field of an attribute is its place among the names,
 * counted from 1.
 */
enum TakElement {
    CONTACT(2, Contact.NAME, Value.TEXT, "endpoint", "callsign"),
    GROUP(3, Group.NAME, Value.TEXT, "name", "role"),
    PRECISION_LOCATION(4, PrecisionLocation.NAME, Value.TEXT, "geopointsrc", "altsrc"),
    STATUS(5, Status.NAME, Value.UINT32, "battery"),
    TAKV(6, Takv.NAME, Value.TEXT, "device", "platform", "os", "version"),
    TRACK(7, Track.NAME, Value.DOUBLE, "speed", "course");

    /** What all attributes of an element are. */
    enum Value {
        TEXT,
        UINT32,
        DOUBLE
    }

    /** What {@link #uint32} answers to a text that is none. */
    static final long NOT_A_UINT32 = -1;

    static final int MAX_ATTRIBUTES = 4;

    /** The field of a contact's endpoint. */
    static final int ENDPOINT = 1;

    private static final int MAX_UINT32_DIGITS = 10;

    private final int field;
    private final String elementName;
    private final Value value;
    private final String[] attributes;

    TakElement(int field, String elementName, Value value, String... attributes) {
        this.field = field;
        this.elementName = elementName;
        this.value = value;
        this.attributes = attributes;
    }

    static @Nullable TakElement named(String name) {
        return switch (name) {
            case Contact.NAME -> CONTACT;
            case Group.NAME -> GROUP;
            case PrecisionLocation.NAME -> PRECISION_LOCATION;
            case Status.NAME -> STATUS;
            case Takv.NAME -> TAKV;
            case Track.NAME -> TRACK;
            default -> null;
        };
    }

    /** The number of its message in {@code Detail}. */
    int field() {
        return field;
    }

    String elementName() {
        return elementName;
    }

    Value value() {
        return value;
    }

    /** How its attributes' values are written. */
    int wireType() {
        return switch (value) {
            case TEXT -> ProtoWire.LENGTH_DELIMITED;
            case UINT32 -> ProtoWire.VARINT;
            case DOUBLE -> ProtoWire.FIXED64;
        };
    }

    /** How many attributes it has. */
    int attributes() {
        return attributes.length;
    }

    String attribute(int fieldOfAttribute) {
        return attributes[fieldOfAttribute - 1];
    }

    /** The field of an attribute, 0 if it has none. */
    int fieldOf(String attribute) {
        for (int i = 0; i < attributes.length; i++) {
            if (attributes[i].equals(attribute)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** This one's bit in a set. */
    int bit() {
        return 1 << ordinal();
    }

    /**
     * Whether the message can stand for the element: all of its attributes, no other, no child, and every value comes back.
     * An empty one does not from a peer that leaves empty fields out.
     */
    boolean holds(CotElement element) {
        int count = element.attributeCount();
        if (count != attributes.length || element.childCount() > 0) {
            return false;
        }
        int seen = 0;
        for (int i = 0; i < count; i++) {
            CotAttribute attribute = element.attributeAt(i);
            int of = fieldOf(attribute.name());
            if (of == 0 || !holds(attribute.value())) {
                return false;
            }
            seen |= 1 << of;
        }
        return Integer.bitCount(seen) == count;
    }

    private boolean holds(String text) {
        return switch (value) {
            case TEXT -> !text.isEmpty();
            case UINT32 -> uint32(text) != NOT_A_UINT32;
            case DOUBLE -> Double.isFinite(Decimals.parse(text));
        };
    }

    /** The number, if the text is just as the number is written. */
    static long uint32(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_UINT32_DIGITS || text.charAt(0) == '0' && length > 1) {
            return NOT_A_UINT32;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return NOT_A_UINT32;
            }
            number = number * 10 + (c - '0');
        }
        return number >>> Integer.SIZE == 0 ? number : NOT_A_UINT32;
    }
}
