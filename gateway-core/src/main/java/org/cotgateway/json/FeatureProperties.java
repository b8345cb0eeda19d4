package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.Dest;
import org.cotgateway.event.Link;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Remarks;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the properties of a Feature: fields of the event, and what elements of its detail are made of. Used again for every
 * Feature.
 */
final class FeatureProperties {

    private final EventDraft draft;
    private final List<String> ignored;
    private final SeenNames seen = new SeenNames();
    private final FeatureDetail detail;
    private final Coordinates center = new Coordinates();
    private long staleAfterMs;

    FeatureProperties(EventDraft draft, List<String> ignored) {
        this.draft = draft;
        this.ignored = ignored;
        detail = new FeatureDetail(draft);
    }

    /** The elements that they make. */
    FeatureDetail detail() {
        return detail;
    }

    void clear() {
        seen.clear();
        detail.clear();
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
            } else if (!cursor.isNull() && !readHead(name, cursor) && !readPart(name, cursor)) {
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
            case "detail" -> new DetailReader(cursor).nodes(detail.own());
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
            case "callsign" -> detail.callsign(cursor.string());
            case "contact" -> detail.contact(new DetailReader(cursor).attributes());
            case "course" -> detail.track(name, cursor.courseText());
            case "speed" -> detail.track(name, cursor.speedText());
            case "slope" -> detail.track(name, cursor.numberText());
            case "marker-color", "marker-opacity" -> readColor("color", name, cursor);
            case "stroke", "stroke-opacity" -> readColor("strokeColor", name, cursor);
            case "fill", "fill-opacity" -> readColor("fillColor", name, cursor);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readColor(String element, String name, JsonCursor cursor) throws BrokenItemException {
        Argb argb = detail.color(element, name);
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
    }

    private void readElement(String name, JsonCursor cursor) throws BrokenItemException {
        switch (name) {
            case "remarks" -> {
                String text = cursor.string();
                if (text != null) {
                    detail.add(name, CotElement.ofText(Remarks.NAME, text));
                }
            }
            case "links" -> {
                if (cursor.isArray()) {
                    int index = 0;
                    while (cursor.next() != JsonToken.END_ARRAY) {
                        detail.add(name + "/" + index++, attributes(Link.NAME, cursor));
                    }
                }
            }
            case "dest" -> detail.add(name, new CotElement(Marti.NAME, List.of(), dests(cursor)));
            case "shape" -> detail.add(name, shape(cursor));
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
                detail.add(property.name(), attributes(property.element(), cursor));
                return;
            }
            case FLAG -> {
                if (cursor.bool()) {
                    detail.add(property.name(), new CotElement(property.element(), List.of(), List.of()));
                }
                return;
            }
            case TEXT -> value = cursor.string();
            case NUMBER -> value = cursor.numberText();
            case BOOLEAN -> value = String.valueOf(cursor.bool());
        }
        if (value != null && property.attribute() != null) {
            CotAttribute attribute = new CotAttribute(property.attribute(), value);
            detail.add(property.name(), CotElement.of(property.element(), attribute));
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
        detail.finish();
    }

    /** Where the middle of a shape is said to be, as longitude, latitude and height or NaN; null if it is not said. */
    double @Nullable [] center() {
        return center.count() != 1 ? null : new double[] {center.lon(0), center.lat(0), center.hae(0)};
    }
}
