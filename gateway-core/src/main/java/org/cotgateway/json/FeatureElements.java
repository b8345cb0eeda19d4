package org.cotgateway.json;

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
import org.jspecify.annotations.Nullable;

/** Where in a Feature each part of an event's detail goes, so that it comes back the same. */
final class FeatureElements {

    /** Where a node goes. */
    enum Home {
        PROPERTY,
        GEOMETRY,
        DETAIL
    }

    private FeatureElements() {}

    /** Where the node at an index goes. */
    static Home home(List<CotNode> nodes, int index, @Nullable FeatureShape shape) {
        CotNode node = nodes.get(index);
        if (!(node instanceof CotElement element)) {
            return Home.DETAIL;
        }
        if (element.name().equals(Link.NAME)) {
            if (shape != null && FeatureShape.isCorner(node)) {
                return shape.isExact() ? Home.GEOMETRY : Home.DETAIL;
            }
            return element.children().isEmpty() ? Home.PROPERTY : Home.DETAIL;
        }
        return isWholly(element) && isAlone(nodes, index) ? Home.PROPERTY : Home.DETAIL;
    }

    /** Whether properties say all of an element. */
    private static boolean isWholly(CotElement element) {
        List<CotAttribute> attributes = element.attributes();
        List<CotNode> children = element.children();
        return switch (element.name()) {
            case Contact.NAME -> children.isEmpty();
            case Track.NAME -> children.isEmpty() && isTrack(attributes);
            case Remarks.NAME ->
                attributes.isEmpty()
                        && (children.isEmpty() || children.size() == 1 && children.get(0) instanceof CotText);
            case Marti.NAME -> attributes.isEmpty() && !children.isEmpty() && areDests(children);
            case "shape" -> attributes.isEmpty() && isEllipse(children);
            case "color" -> children.isEmpty() && attributes.size() == 1 && argb(element.attribute("argb")) != null;
            case "strokeColor", "fillColor" ->
                children.isEmpty() && attributes.size() == 1 && argb(element.attribute("value")) != null;
            default -> {
                Property property = Property.ofElement(element.name());
                yield property != null && children.isEmpty() && isWholly(property, attributes);
            }
        };
    }

    private static boolean isWholly(Property property, List<CotAttribute> attributes) {
        if (property.kind() == Property.Kind.ATTRIBUTES) {
            return true;
        }
        if (property.kind() == Property.Kind.FLAG) {
            return attributes.isEmpty();
        }
        if (attributes.size() != 1 || !attributes.get(0).name().equals(property.attribute())) {
            return false;
        }
        String value = attributes.get(0).value();
        return switch (property.kind()) {
            case NUMBER -> JsonNumber.is(value);
            case BOOLEAN -> value.equals("true") || value.equals("false");
            default -> true;
        };
    }

    private static boolean isTrack(List<CotAttribute> attributes) {
        for (int i = 0; i < attributes.size(); i++) {
            if (!isTrackNumber(attributes.get(i))) {
                return false;
            }
        }
        return !attributes.isEmpty();
    }

    /** Whether an attribute of a track is a property: one that is read again, too. */
    static boolean isTrackNumber(CotAttribute attribute) {
        String value = attribute.value();
        return switch (attribute.name()) {
            case "course" -> isNotNegative(value) && !Double.isNaN(Track.clockwise(Double.parseDouble(value)));
            case "speed" -> isNotNegative(value);
            case "slope" -> JsonNumber.is(value);
            default -> false;
        };
    }

    private static boolean isNotNegative(String number) {
        return JsonNumber.is(number) && number.charAt(0) != '-';
    }

    private static boolean areDests(List<CotNode> children) {
        for (int i = 0; i < children.size(); i++) {
            boolean isDest = children.get(i) instanceof CotElement dest
                    && dest.name().equals(Dest.NAME)
                    && dest.children().isEmpty();
            if (!isDest) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEllipse(List<CotNode> children) {
        return children.size() == 1
                && children.get(0) instanceof CotElement ellipse
                && ellipse.name().equals("ellipse")
                && ellipse.children().isEmpty();
    }

    /** The colour that a text says, as it would be written; null if it is none. */
    static @Nullable Integer argb(@Nullable String text) {
        if (text == null || text.length() > 11) {
            return null;
        }
        try {
            Integer argb = Integer.valueOf(text);
            return argb.toString().equals(text) ? argb : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** Whether no other element has the name of the one at the index. */
    private static boolean isAlone(List<CotNode> nodes, int index) {
        String name = ((CotElement) nodes.get(index)).name();
        for (int i = 0; i < nodes.size(); i++) {
            if (i != index
                    && nodes.get(i) instanceof CotElement other
                    && other.name().equals(name)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no element of that name comes before the index. */
    static boolean isFirst(List<CotNode> nodes, int index, String name) {
        for (int i = 0; i < index; i++) {
            if (nodes.get(i) instanceof CotElement other && other.name().equals(name)) {
                return false;
            }
        }
        return true;
    }
}
