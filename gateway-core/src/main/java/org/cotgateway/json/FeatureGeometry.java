package org.cotgateway.json;

import java.util.List;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;

/** The geometry of a Feature. Used again for every one. */
final class FeatureGeometry {

    private static final int POINT_DEPTH = 1;
    private static final int LINE_DEPTH = 2;
    private static final int POLYGON_DEPTH = 3;
    private static final int LEAST_OF_LINE = 2;
    private static final int LEAST_OF_RING = 4;

    private final Coordinates coordinates = new Coordinates();
    private @Nullable String type;

    void clear() {
        coordinates.clear();
        type = null;
    }

    Coordinates coordinates() {
        return coordinates;
    }

    /** Whether it is a line or an area that could be read. */
    boolean isShape() {
        return coordinates.count() > 0 && ("LineString".equals(type) || "Polygon".equals(type));
    }

    /** Reads the value at which the cursor stands. */
    void read(JsonCursor cursor, List<String> ignored) throws BrokenItemException {
        if (!cursor.isObject()) {
            return;
        }
        boolean hasType = false;
        boolean hasCoordinates = false;
        for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            switch (field) {
                case "type" -> {
                    refuseTwin(hasType, cursor);
                    hasType = true;
                    type = cursor.string();
                }
                case "coordinates" -> {
                    refuseTwin(hasCoordinates, cursor);
                    hasCoordinates = true;
                    coordinates.read(cursor);
                }
                case Crs.NAME -> Crs.check(cursor);
                default -> {
                    if (!field.equals("bbox")) {
                        ignored.add(cursor.pointer());
                    }
                    cursor.skip();
                }
            }
        }
        check(hasCoordinates, cursor);
    }

    private static void refuseTwin(boolean isTwin, JsonCursor cursor) throws BrokenItemException {
        if (isTwin) {
            cursor.violate("must stand only once");
        }
    }

    private void check(boolean hasCoordinates, JsonCursor cursor) {
        int depth = depthOf(type);
        if (depth == 0) {
            cursor.violate("/geometry/type", type, "must be Point, LineString or Polygon");
        } else if (!hasCoordinates) {
            cursor.violate("/geometry/coordinates", null, "must be there");
        } else if (coordinates.depth() != depth) {
            cursor.violate("/geometry/coordinates", null, "must be those of a " + type);
        } else if (depth == LINE_DEPTH && coordinates.count() < LEAST_OF_LINE) {
            cursor.violate("/geometry/coordinates", null, "must be at least two positions");
        } else if (depth == POLYGON_DEPTH) {
            checkRing(cursor);
        }
    }

    private void checkRing(JsonCursor cursor) {
        int count = coordinates.count();
        if (coordinates.lists() > 1) {
            cursor.violate("/geometry/coordinates/1", null, "must not be there: shapes in CoT have no holes");
        } else if (count < LEAST_OF_RING || !coordinates.isSamePlace(0, count - 1)) {
            cursor.violate(
                    "/geometry/coordinates/0",
                    null,
                    "must be at least four positions, the last of them the same as the first");
        }
    }

    private static int depthOf(@Nullable String type) {
        if (type == null) {
            return 0;
        }
        return switch (type) {
            case "Point" -> POINT_DEPTH;
            case "LineString" -> LINE_DEPTH;
            case "Polygon" -> POLYGON_DEPTH;
            default -> 0;
        };
    }
}
