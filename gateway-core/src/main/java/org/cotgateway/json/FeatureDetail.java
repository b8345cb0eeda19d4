package org.cotgateway.json;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.Link;
import org.cotgateway.event.Track;
import org.jspecify.annotations.Nullable;

/**
 * The detail that the properties of a Feature make, its elements in the order in which the properties come. An element that the
 * property {@code detail} has, too, is the one from there. Used again for every Feature.
 */
final class FeatureDetail {

    /** What simplestyle says of colours without an opacity. */
    private static final double OPAQUE = 1;

    private static final double FILL = 0.6;
    private static final String CALLSIGN = "callsign";
    /** No property that makes an element has this name. */
    private static final String GEOMETRY = "";

    private final EventDraft draft;
    private final ElementSlots slots = new ElementSlots();
    /** Of the elements that are not in {@code detail}, the properties, or {@link #GEOMETRY}. */
    private final List<String> origins = new ArrayList<>();

    private final List<CotNode> own = new ArrayList<>();
    private final List<CotAttribute> track = new ArrayList<>(3);
    private final Argb marker = new Argb(OPAQUE);
    private final Argb stroke = new Argb(OPAQUE);
    private final Argb fill = new Argb(FILL);
    private @Nullable String callsign;
    private @Nullable List<CotAttribute> contact;

    FeatureDetail(EventDraft draft) {
        this.draft = draft;
    }

    void clear() {
        slots.clear();
        origins.clear();
        own.clear();
        track.clear();
        marker.clear();
        stroke.clear();
        fill.clear();
        callsign = null;
        contact = null;
    }

    /** What the property {@code detail} says, to be added to. */
    List<CotNode> own() {
        return own;
    }

    void callsign(@Nullable String name) {
        callsign = name;
        slots.keep(Contact.NAME, CALLSIGN);
    }

    void contact(List<CotAttribute> attributes) {
        contact = attributes;
        slots.keep(Contact.NAME, "contact");
    }

    /** Adds an attribute of {@code track}, which has the property's name. */
    void track(String property, @Nullable String number) {
        if (number != null) {
            track.add(new CotAttribute(property, number));
        }
        slots.keep(Track.NAME, property);
    }

    /** The colour of an element, in which the property has a part. */
    Argb color(String element, String property) {
        slots.keep(element, property);
        return switch (element) {
            case "color" -> marker;
            case "strokeColor" -> stroke;
            default -> fill;
        };
    }

    /** Adds what one property alone makes. */
    void add(String property, CotElement element) {
        slots.add(property, element);
    }

    /** Makes the detail of what was read. */
    void finish() {
        for (int i = 0; i < slots.count(); i++) {
            String name = slots.element(i);
            CotElement made = slots.made(i);
            CotElement element = made == null ? composed(name) : made;
            boolean isAgain = !name.equals(Link.NAME) && isInDetail(name);
            if (element != null && !isAgain) {
                draft.nodes.add(element);
                origins.add(slots.property(i));
            }
        }
        if (!own.isEmpty()) {
            draft.nodes.addAll(own);
        }
    }

    private @Nullable CotElement composed(String element) {
        return switch (element) {
            case Contact.NAME -> contact();
            case Track.NAME -> track.isEmpty() ? null : new CotElement(Track.NAME, track, List.of());
            case "color" -> colored(element, "argb", marker);
            case "strokeColor" -> colored(element, "value", stroke);
            default -> colored(element, "value", fill);
        };
    }

    private static @Nullable CotElement colored(String element, String attribute, Argb color) {
        String argb = color.argb();
        return argb == null ? null : CotElement.of(element, new CotAttribute(attribute, argb));
    }

    /** The attributes of {@code contact}, in which {@code callsign} has its place or comes first. */
    private @Nullable CotElement contact() {
        if (callsign == null) {
            return contact == null ? null : new CotElement(Contact.NAME, contact, List.of());
        }
        CotAttribute own = new CotAttribute(CALLSIGN, callsign);
        if (contact == null) {
            return CotElement.of(Contact.NAME, own);
        }
        List<CotAttribute> attributes = new ArrayList<>(contact);
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals(CALLSIGN)) {
                attributes.set(i, own);
                return new CotElement(Contact.NAME, attributes, List.of());
            }
        }
        attributes.add(0, own);
        return new CotElement(Contact.NAME, attributes, List.of());
    }

    private boolean isInDetail(String element) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i) instanceof CotElement other && other.name().equals(element)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the detail says itself where the shape's lines are. */
    boolean hasOwnShape() {
        for (CotNode node : draft.nodes) {
            if (node instanceof CotElement element
                    && (element.name().equals("shape")
                            || element.name().equals(Link.NAME) && element.attribute("point") != null)) {
                return true;
            }
        }
        return false;
    }

    /** Adds links with the first positions of a geometry, behind the elements that properties stand for. */
    void addCorners(Coordinates coordinates, int count) {
        List<CotNode> corners = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            corners.add(coordinates.corner(i));
            origins.add(GEOMETRY);
        }
        draft.nodes.addAll(draft.nodes.size() - own.size(), corners);
    }

    /** Where the elements come from that are not in {@code detail}, in their order in the event. */
    List<String> pointers() {
        List<String> pointers = new ArrayList<>(origins.size());
        for (String origin : origins) {
            pointers.add(origin.equals(GEOMETRY) ? "/geometry/coordinates" : "/properties/" + origin);
        }
        return pointers;
    }
}
