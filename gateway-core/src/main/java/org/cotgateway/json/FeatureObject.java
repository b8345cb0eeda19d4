package org.cotgateway.json;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;

/**
 * A GeoJSON Feature (RFC 7946) as an event: a Point is where something is, a LineString or a Polygon a shape. What the
 * properties mean is what {@code @tak-ps/node-cot} means by them; {@code detail} holds elements that none of them stands for, in
 * the form that our JSON has.
 */
final class FeatureObject implements EventForm {

    private static final String SHAPE = "u-d-f";
    private static final String RECTANGLE = "u-d-r";
    private static final String THING = "a-u-G";
    private static final int CORNERS_OF_RECTANGLE = 4;

    private final EventDraft draft;
    private final FeatureProperties properties;
    private final FeatureGeometry geometry = new FeatureGeometry();
    private final List<String> ignored = new ArrayList<>();
    private @Nullable String id;

    FeatureObject(DocumentSettings settings) {
        draft = new EventDraft(settings);
        properties = new FeatureProperties(draft, ignored);
    }

    @Override
    public CotEvent read(JsonCursor cursor) throws BrokenItemException {
        draft.clear();
        properties.clear();
        geometry.clear();
        ignored.clear();
        id = null;
        int seen = 0;
        for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            int bit = bit(field);
            if (bit == 0) {
                ignored.add(cursor.pointer());
                cursor.skip();
            } else if ((seen & bit) != 0) {
                cursor.violate("must stand only once");
                cursor.skip();
            } else {
                seen |= bit;
                readField(field, cursor);
            }
        }
        if ((seen & bit("type")) == 0) {
            cursor.violate("/type", null, "must be Feature");
        }
        if ((seen & bit("geometry")) == 0) {
            cursor.violate("/geometry", null, "must be there");
        }
        draft.uid = id != null ? id : cursor.fingerprint();
        return event(cursor);
    }

    private static int bit(String field) {
        return switch (field) {
            case "type" -> 1;
            case "id" -> 1 << 1;
            case "geometry" -> 1 << 2;
            case "properties" -> 1 << 3;
            case "bbox" -> 1 << 4;
            case Crs.NAME -> 1 << 5;
            default -> 0;
        };
    }

    private void readField(String field, JsonCursor cursor) throws BrokenItemException {
        switch (field) {
            case "type" -> {
                String type = cursor.string();
                if (type != null && !type.equals("Feature")) {
                    cursor.violate("must be Feature");
                }
            }
            case "id" -> id = cursor.scalar();
            case "geometry" -> geometry.read(cursor, ignored);
            case "properties" -> {
                if (!cursor.isNull()) {
                    properties.read(cursor);
                }
            }
            case Crs.NAME -> Crs.check(cursor);
            // Says nothing that the coordinates do not.
            default -> cursor.skip();
        }
    }

    private CotEvent event(JsonCursor cursor) {
        Coordinates coordinates = geometry.coordinates();
        boolean isShape = geometry.isShape();
        String type = draft.type;
        if (isShape && (type == null || !isTypeOfShapes(type))) {
            type = SHAPE;
        }
        if (isShape) {
            double[] center = properties.center();
            draft.lon = center != null ? center[0] : coordinates.middleLon();
            draft.lat = center != null ? center[1] : coordinates.middleLat();
            draft.hae = center != null && !Double.isNaN(center[2]) ? center[2] : CotPoint.UNKNOWN;
        } else if (coordinates.count() == 1) {
            draft.lon = coordinates.lon(0);
            draft.lat = coordinates.lat(0);
            draft.hae = Double.isNaN(coordinates.hae(0)) ? CotPoint.UNKNOWN : coordinates.hae(0);
        }
        draft.type = type;
        properties.finish(cursor);
        if (isShape && !properties.detail().hasOwnShape()) {
            boolean isClosedRectangle = RECTANGLE.equals(type) && coordinates.count() > CORNERS_OF_RECTANGLE;
            properties.detail().addCorners(coordinates, coordinates.count() - (isClosedRectangle ? 1 : 0));
        }
        return draft.toEvent(THING);
    }

    /** Whether devices draw lines for events of that type. */
    private static boolean isTypeOfShapes(String type) {
        return type.startsWith("u-d-") || type.startsWith("u-r") || type.startsWith("b-m-r");
    }

    @Override
    public String pointer(String field, CotEvent event) {
        return switch (field) {
            case "event@uid" -> "/id";
            case "point@lon" -> coordinate(0);
            case "point@lat" -> coordinate(1);
            case "point@hae" -> coordinate(2);
            default -> {
                boolean isOfHead = field.startsWith("event@") || field.startsWith("point@");
                yield isOfHead
                        ? "/properties/" + field.substring(field.indexOf('@') + 1)
                        : DetailPointer.of(
                                field, event.detail(), properties.detail().pointers(), "/properties/detail");
            }
        };
    }

    private String coordinate(int dimension) {
        return (geometry.isShape() ? "/properties/center/" : "/geometry/coordinates/") + dimension;
    }

    @Override
    public List<String> ignored() {
        return ignored;
    }
}
