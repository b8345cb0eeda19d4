package org.cotgateway.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A property of a GeoJSON Feature that stands for one element of an event's detail by itself. The names are those that
 * {@code @tak-ps/node-cot} uses.
 *
 * @param name the property
 * @param element the element
 * @param attribute the element's one attribute that it has the value of; null for all of them, or none
 * @param kind what the value is
 */
record Property(String name, String element, @Nullable String attribute, Kind kind) {

    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        /** True if the element is there, without anything in it. */
        FLAG,
        /** An object that has the attributes. */
        ATTRIBUTES
    }

    private static final Property[] ALL = {
        text("icon", "usericon", "iconsetpath"),
        text("droid", "uid", "Droid"),
        text("stroke-style", "strokeStyle", "value"),
        number("stroke-width", "strokeWeight"),
        number("range", "range"),
        number("bearing", "bearing"),
        new Property("labels", "labels_on", "value", Kind.BOOLEAN),
        new Property("archived", "archive", null, Kind.FLAG),
        attributes("takv", "takv"),
        attributes("group", "__group"),
        attributes("status", "status"),
        attributes("precisionlocation", "precisionlocation"),
        attributes("creator", "creator"),
        attributes("sensor", "sensor"),
        attributes("geofence", "__geofence"),
        attributes("fileshare", "fileshare"),
        attributes("ackrequest", "ackrequest"),
        attributes("milsym", "__milsym"),
        attributes("milicon", "__milicon"),
        attributes("flow", "_flow-tags_")
    };

    private static final Map<String, Property> BY_NAME = new HashMap<>();
    private static final Map<String, Property> BY_ELEMENT = new HashMap<>();

    static {
        for (Property property : ALL) {
            BY_NAME.put(property.name, property);
            BY_ELEMENT.put(property.element, property);
        }
    }

    static @Nullable Property named(String name) {
        return BY_NAME.get(name);
    }

    static @Nullable Property ofElement(String element) {
        return BY_ELEMENT.get(element);
    }

    private static Property text(String name, String element, String attribute) {
        return new Property(name, element, attribute, Kind.TEXT);
    }

    private static Property number(String name, String element) {
        return new Property(name, element, "value", Kind.NUMBER);
    }

    private static Property attributes(String name, String element) {
        return new Property(name, element, null, Kind.ATTRIBUTES);
    }
}
