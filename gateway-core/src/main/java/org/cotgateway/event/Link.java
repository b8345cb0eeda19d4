package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code link}: ties the event to another one, or gives a shape one of its corners.
 *
 * @param uid the other event's uid
 * @param type the other event's type
 * @param relation how they belong together, {@link #PARENT} nearly always
 * @param point a corner of a shape as {@code lat,lon} or {@code lat,lon,hae}
 */
public record Link(
        @Nullable String uid,
        @Nullable String type,
        @Nullable String relation,
        @Nullable String point) implements DetailElement {

    public static final String NAME = "link";

    /** The relation of something to the device or the event that it comes from ("parent, producer"). */
    public static final String PARENT = "p-p";

    /** A link to the event that this one comes from or is about. */
    public static Link to(String uid, String type) {
        return new Link(uid, type, PARENT, null);
    }

    /** A corner of a shape or a point of a route. */
    public static Link corner(double lat, double lon) {
        return new Link(null, null, null, Decimals.text(lat) + "," + Decimals.text(lon));
    }

    /** A corner of a shape or a point of a route with its height in metres. */
    public static Link corner(double lat, double lon, double hae) {
        return new Link(null, null, null, Decimals.text(lat) + "," + Decimals.text(lon) + "," + Decimals.text(hae));
    }

    /** Reads the element; any of its attributes may be absent. */
    public static Optional<Link> from(CotElement element) {
        return Optional.of(new Link(
                element.attribute("uid"),
                element.attribute("type"),
                element.attribute("relation"),
                element.attribute("point")));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("uid", uid)
                .attribute("type", type)
                .attribute("relation", relation)
                .attribute("point", point)
                .build();
    }
}
