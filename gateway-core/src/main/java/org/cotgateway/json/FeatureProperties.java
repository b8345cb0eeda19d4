package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;
import org.cotgateway.event.Dest;
import org.cotgateway.event.Link;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a Feature: fields of the event, and elements of its detail in the order in which the properties come. An
 * element that {@code detail} has, too, is the one from there. Used again for every Feature.
 */
final class FeatureProperties {

    /** What simplestyle says of colours without an opacity. */
    private static final double OPAQUE = 1;

    private static final double FILL = 0.6;
    private static final String CALLSIGN = "callsign";
    /** No property that makes an element has this name. */
    private static final String GEOMETRY = "";

    private final EventDraft draft;
    private final List<String> ignored;
    private final SeenNames seen = new SeenNames();

    private final ElementSlots slots = new ElementSlots();
    /** Of the elements that are not in {@code detail}, the properties, or {@link #GEOMETRY}. */
    private final List<String> origins = new ArrayList<>();

    private final List<CotNode> detail = new ArrayList<>();
    private final List<CotAttribute> track = new ArrayList<>(3);
    private final Argb marker = new Argb(OPAQUE);
    private final Argb stroke = new Argb(OPAQUE);
    private final Argb fill = new Argb(FILL);
    private @Nullable String callsign;
    private @Nullable List<CotAttribute> contact;
    private final Coordinates center = new Coordinates();
    private long staleAfterMs;

    FeatureProperties(EventDraft draft, List<String> ignored) {
        this.draft = draft;
        this.ignored = ignored;
    }

    void clear() {
        seen.clear();
        slots.clear();
        origins.clear();
        detail.clear();
        track.clear();
        marker.clear();
        stroke.clear();
        fill.clear();
        callsign = null;
        contact = null;
        center.clear();
        staleAfterMs = -1;
    }

    /** Reads the value at which the cursor stands. */
    void read(JsonCursor cursor) throws BrokenItemException {
        if (!cursor.isObject()) {
            return;
        }
        for (String name = cursor.nextField(); name != null; name = cursor.nextField()) {
            if (!seen.add(name)) {
                cursor.violate("must stand only once");
                cursor.skip();
            } else if (cursor.isNull()) {
                continue;
            } else if (!readHead(name, cursor) && !readPart(name, cursor)) {
                readElement(name, cursor);
            }
        }
    }

    /** Reads a field of the event itself; answers whether it is one. */
    private boolean readHead(String name, JsonCursor cursor) throws BrokenItemException {
        switch (name) {
            case "type" -> draft.type = cursor.string();
            case "how" -> draft.how = cursor.string();
            case "time" -> draft.timeMs = cursor.time();
            case "start" -> draft.startMs = cursor.time();
            case "stale" -> readStale(cursor);
            case "ce" -> draft.ce = orKept(cursor.number(), draft.ce);
            case "le" -> draft.le = orKept(cursor.number(), draft.le);
            case "access" -> draft.access = cursor.string();
            case "qos" -> draft.qos = cursor.string();
            case "opex" -> draft.opex = cursor.string();
            case "caveat" -> draft.caveat = cursor.string();
            case "releasableTo" -> draft.releasableTo = cursor.string();
            case "version" -> {
                String version = cursor.string();
                draft.version = version == null ? draft.version : version;
            }
            case "center" -> center.read(cursor);
            case "detail" -> new DetailReader(cursor).nodes(detail);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static double orKept(double value, double kept) {
        return Double.isNaN(value) ? kept : value;
    }

    /** A time, or how many milliseconds after the start. */
    private void readStale(JsonCursor cursor) throws BrokenItemException {
        if (cursor.token() != JsonToken.VALUE_NUMBER_INT) {
            draft.staleMs = cursor.time();
            return;
        }
        double after = cursor.number();
        if (after > 0 && after < Integer.MAX_VALUE * 1_000.0) {
            staleAfterMs = (long) after;
        } else {
            cursor.violate("must be a time, or how many milliseconds after the start");
        }
    }

    /** Reads a property that makes an element together with others; answers whether it is one. */
    private boolean readPart(String name, JsonCursor cursor) throws BrokenItemException {
        switch (name) {
            case CALLSIGN -> {
                callsign = cursor.string();
                slots.keep(Contact.NAME, name);
            }
            case "contact" -> {
                contact = new DetailReader(cursor).attributes();
                slots.keep(Contact.NAME, name);
            }
            case "course", "speed", "slope" -> {
                String number = cursor.numberText();
                if (number != null) {
                    track.add(new CotAttribute(name, number));
                }
                slots.keep(Track.NAME, name);
            }
            case "marker-color", "marker-opacity" -> readColor(marker, name, "color", cursor);
            case "stroke", "stroke-opacity" -> readColor(stroke, name, "strokeColor", cursor);
            case "fill", "fill-opacity" -> readColor(fill, name, "fillColor", cursor);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readColor(Argb argb, String name, String element, JsonCursor cursor) throws BrokenItemException {
        if (name.endsWith("opacity")) {
            double opacity = cursor.number();
            if (!Double.isNaN(opacity) && !argb.opacity(opacity)) {
                cursor.violate("must be a number from 0 to 1");
            }
        } else {
            String color = cursor.string();
            if (color != null && !argb.color(color)) {
                cursor.violate("must be a colour such as #ff0000");
            }
        }
        slots.keep(element, name);
    }

    private void readElement(String name, JsonCursor cursor) throws BrokenItemException {
        switch (name) {
            case "remarks" -> {
                String text = cursor.string();
                if (text != null) {
                    List<CotNode> children = text.isEmpty() ? List.of() : List.of(new CotText(text));
                    slots.add(name, new CotElement(Remarks.NAME, List.of(), children));
                }
            }
            case "links" -> {
                if (cursor.isArray()) {
                    int index = 0;
                    while (cursor.next() != JsonToken.END_ARRAY) {
                        slots.add(name + "/" + index++, attributes(Link.NAME, cursor));
                    }
                }
            }
            case "dest" -> slots.add(name, new CotElement(Marti.NAME, List.of(), dests(cursor)));
            case "shape" -> slots.add(name, shape(cursor));
            default -> {
                Property property = Property.named(name);
                if (property == null) {
                    ignored.add(cursor.pointer());
                    cursor.skip();
                } else {
                    readElement(property, cursor);
                }
            }
        }
    }

    private void readElement(Property property, JsonCursor cursor) throws BrokenItemException {
        String value = null;
        switch (property.kind()) {
            case ATTRIBUTES -> {
                slots.add(property.name(), attributes(property.element(), cursor));
                return;
            }
            case FLAG -> {
                if (cursor.bool()) {
                    slots.add(property.name(), new CotElement(property.element(), List.of(), List.of()));
                }
                return;
            }
            case TEXT -> value = cursor.string();
            case NUMBER -> value = cursor.numberText();
            case BOOLEAN -> value = String.valueOf(cursor.bool());
        }
        if (value != null && property.attribute() != null) {
            List<CotAttribute> attributes = List.of(new CotAttribute(property.attribute(), value));
            slots.add(property.name(), new CotElement(property.element(), attributes, List.of()));
        }
    }

    private static CotElement attributes(String element, JsonCursor cursor) throws BrokenItemException {
        return new CotElement(element, new DetailReader(cursor).attributes(), List.of());
    }

    /** One destination, or an array of them. */
    private static List<CotNode> dests(JsonCursor cursor) throws BrokenItemException {
        if (cursor.token() != JsonToken.START_ARRAY) {
            return List.of(attributes(Dest.NAME, cursor));
        }
        List<CotNode> dests = new ArrayList<>();
        while (cursor.next() != JsonToken.END_ARRAY) {
            dests.add(attributes(Dest.NAME, cursor));
        }
        return dests;
    }

    /** A circle: {@code {"ellipse": {"major", "minor", "angle"}}}. */
    private CotElement shape(JsonCursor cursor) throws BrokenItemException {
        CotElement.Builder shape = CotElement.named("shape");
        if (cursor.isObject()) {
            for (String name = cursor.nextField(); name != null; name = cursor.nextField()) {
                if (name.equals("ellipse")) {
                    shape.child(attributes(name, cursor));
                } else {
                    ignored.add(cursor.pointer());
                    cursor.skip();
                }
            }
        }
        return shape.build();
    }

    /** Makes the detail of what was read, and the stale time that depends on the start. */
    void finish(JsonCursor cursor) {
        if (center.count() > 0 && center.depth() != 1) {
            cursor.violate("/properties/center", null, "must be a position");
        }
        if (staleAfterMs > 0) {
            draft.staleAfterStart(staleAfterMs);
        }
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
        if (!detail.isEmpty()) {
            draft.nodes.addAll(detail);
        }
    }

    private @Nullable CotElement composed(String element) {
        return switch (element) {
            case Contact.NAME -> contact();
            case Track.NAME -> track.isEmpty() ? null : new CotElement(Track.NAME, EventDraft.unmodifiable(track), List.of());
            case "color" -> colored(element, "argb", marker);
            case "strokeColor" -> colored(element, "value", stroke);
            default -> colored(element, "value", fill);
        };
    }

    private static @Nullable CotElement colored(String element, String attribute, Argb color) {
        String argb = color.argb();
        return argb == null
                ? null
                : CotElement.named(element).attribute(attribute, argb).build();
    }

    /** The attributes of {@code contact}, in which {@code callsign} has its place or comes first. */
    private @Nullable CotElement contact() {
        if (callsign == null) {
            return contact == null ? null : new CotElement(Contact.NAME, contact, List.of());
        }
        CotAttribute own = new CotAttribute(CALLSIGN, callsign);
        if (contact == null) {
            return new CotElement(Contact.NAME, List.of(own), List.of());
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
        for (int i = 0; i < detail.size(); i++) {
            if (detail.get(i) instanceof CotElement other && other.name().equals(element)) {
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
        draft.nodes.addAll(draft.nodes.size() - detail.size(), corners);
    }

    /** Where the elements come from that are not in {@code detail}, in their order in the event. */
    List<String> pointers() {
        List<String> pointers = new ArrayList<>(origins.size());
        for (String origin : origins) {
            pointers.add(origin.equals(GEOMETRY) ? "/geometry/coordinates" : "/properties/" + origin);
        }
        return pointers;
    }

    /** Where the middle of a shape is said to be, as longitude, latitude and height or NaN; null if it is not said. */
    double @Nullable [] center() {
        return center.count() != 1 ? null : new double[] {center.lon(0), center.lat(0), center.hae(0)};
    }
}
