package org.cotgateway.event;

import java.util.Optional;

/**
 * {@code dest}, inside {@link Marti}: one receiver.
 *
 * @param kind by what the receiver is named
 * @param value the name
 */
public record Dest(Kind kind, String value) implements DetailElement {

    public static final String NAME = "dest";

    /** The callsign that stands for everybody. */
    public static final String EVERYBODY = "All Streaming";

    /** What a receiver can be named by. */
    public enum Kind {
        CALLSIGN("callsign"),
        UID("uid"),
        GROUP("group"),
        MISSION("mission");

        private final String attribute;

        Kind(String attribute) {
            this.attribute = attribute;
        }

        String attribute() {
            return attribute;
        }
    }

    public static Dest callsign(String callsign) {
        return new Dest(Kind.CALLSIGN, callsign);
    }

    public static Dest uid(String uid) {
        return new Dest(Kind.UID, uid);
    }

    public static Dest group(String group) {
        return new Dest(Kind.GROUP, group);
    }

    public static Dest mission(String mission) {
        return new Dest(Kind.MISSION, mission);
    }

    /** Reads the element; empty when it names nobody. Of several names the first in the order of the kinds counts. */
    public static Optional<Dest> from(CotElement element) {
        for (Kind kind : Kind.values()) {
            String value = element.attribute(kind.attribute());
            if (value != null) {
                return Optional.of(new Dest(kind, value));
            }
        }
        return Optional.empty();
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME).attribute(kind.attribute(), value).build();
    }
}
