package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.Ascii;
import org.cotgateway.codec.Draft;
import org.cotgateway.codec.WritablePart;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Link;
import org.cotgateway.json.FeatureElements.Home;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as GeoJSON Features (RFC 7946): one object in one line, in UTF-8, nothing behind it. Drawings ({@code u-d-f}, {@code
 * u-d-r}) and routes ({@code b-m-r}) with at least two corners are a LineString or, closed, a Polygon; all else is a Point. The
 * properties are those of {@code @tak-ps/node-cot}; what none of them can say is in {@code detail}, in the form that our JSON
 * has, and so is each element that a property says in part only. What is read from it is the same event but for its {@link
 * #losses}.
 *
 * <p>Stateless; any thread. The buffer may be of whatever kind, grows as needed and stays the caller's.
 */
public final class GeoJsonWriter {

    public static final GeoJsonWriter INSTANCE = new GeoJsonWriter();

    private static final Ascii FEATURE = Ascii.of("{\"type\":\"Feature\"");
    private static final Ascii ID = Ascii.of(",\"id\":");
    private static final Ascii GEOMETRY = Ascii.of(",\"geometry\":{\"type\":");
    private static final Ascii COORDINATES = Ascii.of(",\"coordinates\":");
    private static final Ascii CENTER = Ascii.of(",\"center\":");
    private static final Ascii OPEN = Ascii.of("[");
    private static final Ascii COMMA = Ascii.of(",");
    private static final Ascii CLOSE = Ascii.of("]");
    private static final Ascii GEOMETRY_END = Ascii.of("}");
    private static final Ascii PROPERTIES = Ascii.of(",\"properties\":{\"type\":");
    private static final Ascii HOW = Ascii.of(",\"how\":");
    private static final Ascii CE = Ascii.of(",\"ce\":");
    private static final Ascii LE = Ascii.of(",\"le\":");
    private static final Ascii DETAIL = Ascii.of(",\"detail\":[");
    private static final Ascii END = Ascii.of("}}");

    private GeoJsonWriter() {}

    /**
     * Writes an event at the buffer's writer index.
     *
     * @throws IllegalArgumentException if the event has a number that is not finite, or a year of more than four digits
     * @throws IndexOutOfBoundsException if the buffer's maximum capacity is too small
     */
    public void write(CotEvent event, ByteBuf out) {
        WritablePart.write(out, GeoJsonWriter::feature, event);
    }

    /** What would not be the same in an event that was written and read again, in words; empty if nothing. */
    public List<String> losses(CotEvent event) {
        FeatureShape shape = FeatureShape.of(event);
        List<CotNode> nodes = event.detail().nodes();
        List<CotNode> after = new ArrayList<>(nodes.size());
        boolean hasLinks = false;
        for (int i = 0; i < nodes.size(); i++) {
            if (FeatureElements.home(nodes, i, shape) == Home.PROPERTY) {
                if (!isLink(nodes.get(i))) {
                    after.add(nodes.get(i));
                } else if (!hasLinks) {
                    hasLinks = true;
                    addAll(nodes, Home.PROPERTY, shape, true, after);
                }
            }
        }
        addAll(nodes, Home.GEOMETRY, shape, false, after);
        addAll(nodes, Home.DETAIL, shape, false, after);
        return after.equals(nodes) ? List.of() : List.of("the order of the elements in the detail");
    }

    private static void addAll(
            List<CotNode> nodes, Home home, @Nullable FeatureShape shape, boolean onlyLinks, List<CotNode> into) {
        for (int i = 0; i < nodes.size(); i++) {
            if (FeatureElements.home(nodes, i, shape) == home && (!onlyLinks || isLink(nodes.get(i)))) {
                into.add(nodes.get(i));
            }
        }
    }

    private static boolean isLink(CotNode node) {
        return node instanceof CotElement element && element.name().equals(Link.NAME);
    }

    private static int feature(CotEvent event, Draft out, int index) {
        FeatureShape shape = FeatureShape.of(event);
        CotPoint point = event.point();
        int at = JsonText.append(FEATURE, out, index);
        at = JsonText.append(ID, event.uid(), out, at);
        at = JsonText.append(GEOMETRY, out, at);
        if (shape == null) {
            at = JsonText.appendQuoted("Point", out, at);
            at = position(point.lat(), point.lon(), known(point.hae()), out, JsonText.append(COORDINATES, out, at));
        } else {
            at = JsonText.appendQuoted(shape.isArea() ? "Polygon" : "LineString", out, at);
            at = positions(shape, out, JsonText.append(COORDINATES, out, at));
        }
        at = JsonText.append(GEOMETRY_END, out, at);
        at = JsonText.append(PROPERTIES, event.type(), out, at);
        at = JsonText.append(HOW, event.how(), out, at);
        at = FieldWriter.times(event, out, at);
        if (shape != null) {
            at = position(point.lat(), point.lon(), known(point.hae()), out, JsonText.append(CENTER, out, at));
        }
        at = FieldWriter.known(CE, point.ce(), "ce", out, at);
        at = FieldWriter.known(LE, point.le(), "le", out, at);
        at = FieldWriter.rare(event, out, at);
        at = elements(event.detail().nodes(), shape, out, at);
        return JsonText.append(END, out, at);
    }

    private static double known(double hae) {
        return hae == CotPoint.UNKNOWN ? Double.NaN : hae;
    }

    private static int positions(FeatureShape shape, Draft out, int index) {
        int at = JsonText.append(OPEN, out, index);
        if (shape.isArea()) {
            at = JsonText.append(OPEN, out, at);
        }
        List<double[]> corners = shape.corners();
        int count = corners.size() + (shape.lacksEnd() ? 1 : 0);
        for (int i = 0; i < count; i++) {
            double[] corner = corners.get(i % corners.size());
            if (i > 0) {
                at = JsonText.append(COMMA, out, at);
            }
            at = position(corner[0], corner[1], corner[2], out, at);
        }
        if (shape.isArea()) {
            at = JsonText.append(CLOSE, out, at);
        }
        return JsonText.append(CLOSE, out, at);
    }

    private static int position(double lat, double lon, double hae, Draft out, int index) {
        int at = FieldWriter.number(OPEN, lon, "lon", out, index);
        at = FieldWriter.number(COMMA, lat, "lat", out, at);
        if (!Double.isNaN(hae)) {
            at = FieldWriter.number(COMMA, hae, "hae", out, at);
        }
        return JsonText.append(CLOSE, out, at);
    }

    private static int elements(List<CotNode> nodes, @Nullable FeatureShape shape, Draft out, int index) {
        int at = index;
        int left = 0;
        boolean hasLinks = false;
        for (int i = 0; i < nodes.size(); i++) {
            Home home = FeatureElements.home(nodes, i, shape);
            left += home == Home.DETAIL ? 1 : 0;
            if (home == Home.GEOMETRY || !(nodes.get(i) instanceof CotElement element)) {
                continue;
            }
            if (!element.name().equals(Link.NAME)) {
                at = home == Home.PROPERTY
                        ? PropertyWriter.wholly(element, out, at)
                        : FeatureElements.isFirst(nodes, i, element.name())
                                ? PropertyWriter.partly(element, out, at)
                                : at;
            } else if (home == Home.PROPERTY && !hasLinks) {
                hasLinks = true;
                at = PropertyWriter.links(nodes, shape, out, at);
            }
        }
        return left == 0 ? at : detail(nodes, shape, out, at);
    }

    private static int detail(List<CotNode> nodes, @Nullable FeatureShape shape, Draft out, int index) {
        int at = JsonText.append(DETAIL, out, index);
        boolean isFurther = false;
        for (int i = 0; i < nodes.size(); i++) {
            if (FeatureElements.home(nodes, i, shape) == Home.DETAIL) {
                at = DetailWriter.node(nodes.get(i), isFurther, out, at);
                isFurther = true;
            }
        }
        return JsonText.append(CLOSE, out, at);
    }
}
