package org.cotgateway.api;

import java.util.Map;
import org.cotgateway.event.Violation;
import org.cotgateway.route.Area;
import org.jspecify.annotations.Nullable;

/**
 * Where, as a query says it. Safe on any thread.
 *
 * <pre>
 *   bbox=16,48,17,49        minLon, minLat, maxLon, maxLat
 *   circle=48.2,16.4,5000   lat, lon, radius in metres
 * </pre>
 */
public final class AreaParameters {

    private static final String BOX = "bbox";
    private static final String CIRCLE = "circle";
    private static final String OF_AREA = "area@";
    private static final Map<String, String> NAMES =
            Map.of("south", "minLat", "west", "minLon", "north", "maxLat", "east", "maxLon");

    private AreaParameters() {}

    /** The box; null if there is none, or none that can be read. */
    public static @Nullable Area box(QueryCheck query) {
        double[] box = query.numbers(BOX, "minLon,minLat,maxLon,maxLat", 4);
        return box == null ? null : new Area.BoundingBox(box[1], box[0], box[3], box[2]);
    }

    /** The box or the circle, of which there may be one; null if there is none, or none that can be read. */
    public static @Nullable Area boxOrCircle(QueryCheck query) {
        Area box = box(query);
        double[] circle = query.numbers(CIRCLE, "lat,lon,radiusM", 3);
        String text = query.text(CIRCLE);
        if (text != null && query.text(BOX) != null) {
            query.wrong(Violation.of(CIRCLE, text, "must not be given with " + BOX));
        }
        return box != null || circle == null ? box : new Area.Circle(circle[0], circle[1], circle[2]);
    }

    /** What {@link Area#check} found, in the words of the query; what is not of an area as it is. */
    public static Violation renamed(Violation found, @Nullable Area area) {
        if (!found.field().startsWith(OF_AREA)) {
            return found;
        }
        String rule = found.field() + " " + found.rule();
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            rule = rule.replace(OF_AREA + name.getKey(), name.getValue());
        }
        String parameter = area instanceof Area.BoundingBox ? BOX : CIRCLE;
        return Violation.of(parameter, found.value(), rule.replace(OF_AREA, ""));
    }
}
