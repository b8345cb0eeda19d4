package org.cotgateway.json;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.Link;
import org.jspecify.annotations.Nullable;

/**
 * The line or area that an event draws by the points of its links.
 *
 * @param corners latitude, longitude and height of each, NaN where it has no height
 * @param isExact whether what is read from the geometry are the same links
 * @param isArea whether the line encloses an area
 * @param lacksEnd whether the area's line has to be closed by its first corner
 */
record FeatureShape(List<double[]> corners, boolean isExact, boolean isArea, boolean lacksEnd) {

    private static final String RECTANGLE = "u-d-r";
    private static final List<String> TYPES = List.of("u-d-f", RECTANGLE, "b-m-r");
    private static final int CORNERS_OF_RECTANGLE = 4;
    private static final int LEAST_OF_LINE = 2;
    private static final int LEAST_OF_AREA = 4;
    private static final int MOST_CHARS = 100;

    /** The shape of an event; null if it is none that a geometry can show. */
    static @Nullable FeatureShape of(CotEvent event) {
        if (!TYPES.contains(event.type())) {
            return null;
        }
        List<double[]> corners = new ArrayList<>();
        boolean isExact = true;
        for (CotNode node : event.detail().nodes()) {
            if (isCorner(node)) {
                CotElement link = (CotElement) node;
                double[] corner = parse(link.attribute("point"));
                if (corner == null) {
                    return null;
                }
                corners.add(corner);
                isExact &= link.equals(link(corner));
            }
        }
        if (corners.size() < LEAST_OF_LINE) {
            return null;
        }
        boolean isRectangle = event.type().equals(RECTANGLE);
        boolean isClosed = isSamePlace(corners.get(0), corners.get(corners.size() - 1));
        boolean lacksEnd = isRectangle && !isClosed;
        boolean isArea = (isClosed || lacksEnd) && corners.size() + (lacksEnd ? 1 : 0) >= LEAST_OF_AREA;
        boolean isUsual = !isRectangle || corners.size() == CORNERS_OF_RECTANGLE;
        return new FeatureShape(corners, isExact && isUsual, isArea, isArea && lacksEnd);
    }

    /** Whether it is a link with a point. */
    static boolean isCorner(CotNode node) {
        return node instanceof CotElement element
                && element.name().equals(Link.NAME)
                && element.attribute("point") != null;
    }

    private static CotElement link(double[] corner) {
        Link link = Double.isNaN(corner[2])
                ? Link.corner(corner[0], corner[1])
                : Link.corner(corner[0], corner[1], corner[2]);
        return link.toElement();
    }

    private static boolean isSamePlace(double[] one, double[] other) {
        return one[0] == other[0] && one[1] == other[1];
    }

    private static double @Nullable [] parse(@Nullable String point) {
        if (point == null || point.length() > MOST_CHARS) {
            return null;
        }
        String[] parts = point.split(",", -1);
        if (parts.length < 2 || parts.length > 3) {
            return null;
        }
        double[] corner = {0, 0, Double.NaN};
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (!JsonNumber.is(part)) {
                return null;
            }
            corner[i] = Double.parseDouble(part);
        }
        return Math.abs(corner[0]) <= 90 && Math.abs(corner[1]) <= 180 ? corner : null;
    }
}
