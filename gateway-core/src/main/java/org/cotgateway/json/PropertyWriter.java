package org.cotgateway.json;

import java.util.List;
import org.cotgateway.codec.Ascii;
import org.cotgateway.codec.Draft;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.Link;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.cotgateway.json.FeatureElements.Home;
import org.jspecify.annotations.Nullable;

/** Writes elements of an event's detail as properties of a Feature, each with a comma in front. */
final class PropertyWriter {

    private static final Ascii CALLSIGN = Ascii.of(",\"callsign\":");
    private static final Ascii CONTACT = Ascii.of(",\"contact\":");
    private static final Ascii REMARKS = Ascii.of(",\"remarks\":");
    private static final Ascii LINKS = Ascii.of(",\"links\":[");
    private static final Ascii DEST = Ascii.of(",\"dest\":");
    private static final Ascii SHAPE = Ascii.of(",\"shape\":{\"ellipse\":");
    private static final Ascii COURSE = Ascii.of(",\"course\":");
    private static final Ascii SPEED = Ascii.of(",\"speed\":");
    private static final Ascii SLOPE = Ascii.of(",\"slope\":");
    private static final Ascii MARKER = Ascii.of(",\"marker-color\":\"#");
    private static final Ascii MARKER_OPACITY = Ascii.of("\",\"marker-opacity\":");
    private static final Ascii STROKE = Ascii.of(",\"stroke\":\"#");
    private static final Ascii STROKE_OPACITY = Ascii.of("\",\"stroke-opacity\":");
    private static final Ascii FILL = Ascii.of(",\"fill\":\"#");
    private static final Ascii FILL_OPACITY = Ascii.of("\",\"fill-opacity\":");
    private static final Ascii TRUE = Ascii.of("true");
    private static final Ascii FALSE = Ascii.of("false");
    private static final Ascii COMMA = Ascii.of(",");
    private static final Ascii COLON = Ascii.of(":");
    private static final Ascii OPEN = Ascii.of("[");
    private static final Ascii CLOSE = Ascii.of("]");
    private static final Ascii CLOSE_OBJECT = Ascii.of("}");
    private static final double MOST = 255;
    private static final int RGB_DIGITS = 6;

    private PropertyWriter() {}

    /** Writes an element that properties can say wholly. */
    static int wholly(CotElement element, Draft out, int index) {
        return switch (element.name()) {
            case Contact.NAME -> contact(element, out, index);
            case Marti.NAME -> dest(element.children(), out, index);
            case "shape" -> {
                CotElement ellipse = (CotElement) element.children().get(0);
                int at = JsonText.append(SHAPE, out, index);
                at = DetailWriter.attributes(ellipse.attributes(), out, at);
                yield JsonText.append(CLOSE_OBJECT, out, at);
            }
            default -> {
                Property property = Property.ofElement(element.name());
                yield property == null ? partly(element, out, index) : property(property, element, out, index);
            }
        };
    }

    /** Writes what properties can say of an element, which may be nothing. */
    static int partly(CotElement element, Draft out, int index) {
        return switch (element.name()) {
            case Contact.NAME -> callsign(element, out, index);
            case Track.NAME -> track(element, out, index);
            case Remarks.NAME -> JsonText.append(REMARKS, element.text(), out, index);
            case "color" -> color(MARKER, MARKER_OPACITY, element.attribute("argb"), out, index);
            case "strokeColor" -> color(STROKE, STROKE_OPACITY, element.attribute("value"), out, index);
            case "fillColor" -> color(FILL, FILL_OPACITY, element.attribute("value"), out, index);
            default -> index;
        };
    }

    private static int callsign(CotElement contact, Draft out, int index) {
        String callsign = contact.attribute("callsign");
        return callsign == null ? index : JsonText.append(CALLSIGN, callsign, out, index);
    }

    /** The callsign, and all attributes if it is not the only one. */
    private static int contact(CotElement contact, Draft out, int index) {
        int at = callsign(contact, out, index);
        return at > index && contact.attributes().size() == 1
                ? at
                : DetailWriter.attributes(contact.attributes(), out, JsonText.append(CONTACT, out, at));
    }

    private static int track(CotElement track, Draft out, int index) {
        int at = index;
        for (int i = 0; i < track.attributes().size(); i++) {
            CotAttribute attribute = track.attributes().get(i);
            if (FeatureElements.isTrackNumber(attribute)) {
                Ascii name = switch (attribute.name()) {
                    case "course" -> COURSE;
                    case "speed" -> SPEED;
                    default -> SLOPE;
                };
                at = number(attribute.value(), out, JsonText.append(name, out, at));
            }
        }
        return at;
    }

    /** Writes a number as it is written already. */
    private static int number(String text, Draft out, int index) {
        Ascii.reserve(out, index, text.length());
        for (int i = 0; i < text.length(); i++) {
            out.setByte(index + i, text.charAt(i));
        }
        return index + text.length();
    }

    private static int color(Ascii name, Ascii opacity, @Nullable String value, Draft out, int index) {
        Integer argb = FeatureElements.argb(value);
        if (argb == null) {
            return index;
        }
        int at = JsonText.append(name, out, index);
        Ascii.reserve(out, at, RGB_DIGITS);
        for (int digit = RGB_DIGITS - 1; digit >= 0; digit--) {
            out.setByte(at++, Character.forDigit(argb >>> digit * 4 & 0xF, 16));
        }
        return FieldWriter.number(opacity, (argb >>> 24) / MOST, "opacity", out, at);
    }

    private static int dest(List<CotNode> dests, Draft out, int index) {
        int at = JsonText.append(DEST, out, index);
        if (dests.size() == 1) {
            return DetailWriter.attributes(((CotElement) dests.get(0)).attributes(), out, at);
        }
        for (int i = 0; i < dests.size(); i++) {
            at = JsonText.append(i == 0 ? OPEN : COMMA, out, at);
            at = DetailWriter.attributes(((CotElement) dests.get(i)).attributes(), out, at);
        }
        return JsonText.append(CLOSE, out, at);
    }

    /** Writes all links that are no corners and have nothing but attributes. */
    static int links(List<CotNode> nodes, @Nullable FeatureShape shape, Draft out, int index) {
        int at = JsonText.append(LINKS, out, index);
        boolean isFurther = false;
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof CotElement link
                    && link.name().equals(Link.NAME)
                    && FeatureElements.home(nodes, i, shape) == Home.PROPERTY) {
                if (isFurther) {
                    at = JsonText.append(COMMA, out, at);
                }
                at = DetailWriter.attributes(link.attributes(), out, at);
                isFurther = true;
            }
        }
        return JsonText.append(CLOSE, out, at);
    }

    private static int property(Property property, CotElement element, Draft out, int index) {
        int at = JsonText.append(COMMA, property.name(), out, index);
        at = JsonText.append(COLON, out, at);
        String attribute = property.attribute();
        String value = attribute == null ? null : element.attribute(attribute);
        return switch (property.kind()) {
            case FLAG -> JsonText.append(TRUE, out, at);
            case ATTRIBUTES -> DetailWriter.attributes(element.attributes(), out, at);
            case TEXT -> JsonText.appendQuoted(value == null ? "" : value, out, at);
            case NUMBER -> number(value == null ? "0" : value, out, at);
            case BOOLEAN -> JsonText.append("true".equals(value) ? TRUE : FALSE, out, at);
        };
    }
}
