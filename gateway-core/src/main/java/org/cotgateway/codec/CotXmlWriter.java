package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotgateway.codec.KnownNames.KnownName;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as XML in UTF-8: {@code <event ...><point .../><detail>...</detail></event>}, no declaration, no line
 * break, nothing in front and nothing behind, which is what ATAK takes on every input. Numbers are the shortest decimals
 * that read back to the same double, without exponent; times are in UTC with milliseconds. {@code & < > " '} and tab, line
 * feed and carriage return are written as references wherever they stand.
 *
 * <p>Stateless; any thread. The buffer may be of whatever kind, grows as needed and stays the caller's. Allocates nothing
 * itself.
 *
 * <p>What XML cannot hold is refused with an {@link IllegalArgumentException} that names the place: control characters
 * and lone surrogates, names that are none, an attribute twice, numbers that are not finite, years of more than four
 * digits, nesting that ATAK would drop. The buffer's writer index is then where it was. {@link
 * org.cotgateway.event.EventRules} finds most of that earlier, and all of it at once.
 *
 * <p>A prefix is not checked to be declared: an element is written as it is.
 */
public final class CotXmlWriter {

    public static final CotXmlWriter INSTANCE = new CotXmlWriter();

    /** Nesting, the event being 1; ATAK 5.5 drops events of 256 and more. */
    private static final int MAX_DEPTH = 255;

    private static final int DETAIL_DEPTH = 2;
    /** Up to here every two names are compared; that is quicker than a set and allocates nothing. */
    private static final int FEW_ATTRIBUTES = 16;

    private static final Ascii VERSION = Ascii.of("<event version=\"");
    private static final Ascii USUAL_VERSION = Ascii.of("<event version=\"" + CotEvent.VERSION);
    private static final Ascii UID = Ascii.of("\" uid=\"");
    private static final Ascii TYPE = Ascii.of("\" type=\"");
    private static final Ascii HOW = Ascii.of("\" how=\"");
    private static final Ascii TIME = Ascii.of("\" time=\"");
    private static final Ascii START = Ascii.of("\" start=\"");
    private static final Ascii STALE = Ascii.of("\" stale=\"");
    private static final Ascii ACCESS = Ascii.of("\" access=\"");
    private static final Ascii QOS = Ascii.of("\" qos=\"");
    private static final Ascii OPEX = Ascii.of("\" opex=\"");
    private static final Ascii CAVEAT = Ascii.of("\" caveat=\"");
    private static final Ascii RELEASABLE_TO = Ascii.of("\" releasableTo=\"");
    private static final Ascii LAT = Ascii.of("\"><point lat=\"");
    private static final Ascii LON = Ascii.of("\" lon=\"");
    private static final Ascii HAE = Ascii.of("\" hae=\"");
    private static final Ascii CE = Ascii.of("\" ce=\"");
    private static final Ascii LE = Ascii.of("\" le=\"");
    private static final Ascii POINT_END = Ascii.of("\"/>");
    private static final Ascii LESS = Ascii.of("<");
    private static final Ascii GREATER = Ascii.of(">");
    private static final Ascii QUOTED_GREATER = Ascii.of("\">");
    private static final Ascii EMPTY_END = Ascii.of("/>");
    private static final Ascii QUOTED_EMPTY_END = Ascii.of("\"/>");
    private static final Ascii END_START = Ascii.of("</");
    private static final Ascii SPACE = Ascii.of(" ");
    private static final Ascii QUOTE_SPACE = Ascii.of("\" ");
    private static final Ascii VALUE_START = Ascii.of("=\"");
    private static final Ascii DETAIL = Ascii.of("<detail>");
    private static final Ascii DETAIL_END = Ascii.of("</detail>");
    private static final Ascii NO_DETAIL = Ascii.of("<detail/>");
    private static final Ascii EVENT_END = Ascii.of("</event>");

    private CotXmlWriter() {}

    /**
     * Writes an event at the buffer's writer index.
     *
     * @throws IllegalArgumentException if the event holds what XML cannot
     * @throws IndexOutOfBoundsException if the buffer's maximum capacity is too small
     */
    public void write(CotEvent event, ByteBuf out) {
        WritablePart.write(out, CotXmlWriter::event, event);
    }

    /** Writes one element as it would stand in a detail, under the same rules as an event. */
    public void writeElement(CotElement element, ByteBuf out) {
        WritablePart.write(out, CotXmlWriter::appendElement, element);
    }

    private static int event(CotEvent event, Draft out, int index) {
        Ascii.reserve(out, index, 0);
        int at = event.version().equals(CotEvent.VERSION)
                ? USUAL_VERSION.put(out, index)
                : attribute(VERSION, event.version(), "version", out, index);
        at = times(event, out, event.isHeadPlain() ? plainHead(event, out, at) : head(event, out, at));
        at = optional(ACCESS, event.access(), "access", out, at);
        at = optional(QOS, event.qos(), "qos", out, at);
        at = optional(OPEX, event.opex(), "opex", out, at);
        at = optional(CAVEAT, event.caveat(), "caveat", out, at);
        at = optional(RELEASABLE_TO, event.releasableTo(), "releasableTo", out, at);
        CotPoint point = event.point();
        at = number(LAT, point.lat(), "lat", out, at);
        at = number(LON, point.lon(), "lon", out, at);
        at = number(HAE, point.hae(), "hae", out, at);
        at = number(CE, point.ce(), "ce", out, at);
        at = number(LE, point.le(), "le", out, at);
        at = detail(event.detail(), out, POINT_END.put(out, at));
        return EVENT_END.put(out, at);
    }

    private static int plainHead(CotEvent event, Draft out, int index) {
        int at = XmlText.appendPlain(event.uid(), out, UID.put(out, index));
        at = XmlText.appendPlain(event.type(), out, TYPE.put(out, at));
        return XmlText.appendPlain(event.how(), out, HOW.put(out, at));
    }

    private static int head(CotEvent event, Draft out, int index) {
        int at = attribute(UID, event.uid(), "uid", out, index);
        at = attribute(TYPE, event.type(), "type", out, at);
        return attribute(HOW, event.how(), "how", out, at);
    }

    private static int optional(Ascii before, @Nullable String value, String name, Draft out, int index) {
        return value == null ? index : attribute(before, value, name, out, index);
    }

    private static int attribute(Ascii before, String value, String name, Draft out, int index) {
        return XmlText.append(value, "event", name, out, before.put(out, index));
    }

    private static int times(CotEvent event, Draft out, int index) {
        refuseLongYear(event.timeMs(), "time");
        refuseLongYear(event.startMs(), "start");
        refuseLongYear(event.staleMs(), "stale");
        int time = TIME.put(out, index);
        int at = CotTime.append(event.timeMs(), out, time);
        at = CotTime.append(event.startMs(), event.timeMs(), time, out, START.put(out, at));
        return CotTime.append(event.staleMs(), event.timeMs(), time, out, STALE.put(out, at));
    }

    private static void refuseLongYear(long ms, String name) {
        if (!CotTime.isWritable(ms)) {
            throw new IllegalArgumentException(
                    "event@" + name + ": " + ms + " ms since 1970 is not in the years 0000 to 9999");
        }
    }

    private static int number(Ascii before, double value, String name, Draft out, int index) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("point@" + name + ": " + value + " is not a finite number");
        }
        return Decimals.append(value, out, before.put(out, index));
    }

    private static int detail(CotDetail detail, Draft out, int index) {
        Ascii.reserve(out, index, 0);
        CotElement element = detail.toElement();
        if (element.childCount() == 0) {
            return NO_DETAIL.put(out, index);
        }
        return DETAIL_END.put(out, appendChildren(element, 0, element.childCount(), out, DETAIL.put(out, index)));
    }

    /** Writes some children of the detail at an index, by the rules of {@link Ascii}. */
    static int appendChildren(CotElement detail, int from, int to, Draft out, int index) {
        return children(detail, from, to, DETAIL_DEPTH + 1, out, index);
    }

    private static int children(CotElement parent, int from, int to, int depth, Draft out, int index) {
        int at = index;
        for (int i = from; i < to; i++) {
            CotNode node = parent.childAt(i);
            if (node instanceof CotElement element) {
                at = element(element, depth, out, at);
            } else {
                at = text((CotText) node, parent.name(), out, at);
            }
        }
        return at;
    }

    private static int text(CotText run, String parent, Draft out, int index) {
        return run.isPlain()
                ? XmlText.appendPlain(run.text(), out, index)
                : XmlText.append(run.text(), parent, null, out, index);
    }

    private static int appendElement(CotElement element, Draft out, int index) {
        return element(element, DETAIL_DEPTH + 1, out, index);
    }

    private static int element(CotElement element, int depth, Draft out, int index) {
        String name = element.name();
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(name + ": nested deeper than " + MAX_DEPTH);
        }
        KnownName known = KnownNames.find(name);
        int at;
        if (known != null) {
            Ascii.reserve(out, index, 0);
            at = known.putStart(out, index);
        } else {
            at = XmlText.appendName(LESS, name, out, index);
        }
        at = attributes(element, out, at);
        boolean hasAttributes = element.attributeCount() > 0;
        int children = element.childCount();
        if (children == 0) {
            return hasAttributes ? QUOTED_EMPTY_END.put(out, at) : EMPTY_END.put(out, at);
        }
        at = hasAttributes ? QUOTED_GREATER.put(out, at) : GREATER.put(out, at);
        at = children(element, 0, children, depth + 1, out, at);
        if (known == null) {
            return GREATER.put(out, XmlText.appendName(END_START, name, out, at));
        }
        Ascii.reserve(out, at, 0);
        return known.putEnd(out, at);
    }

    /** Writes all attributes, the last one without the quotation mark behind its value. */
    private static int attributes(CotElement element, Draft out, int index) {
        int count = element.attributeCount();
        if (count > 1 && mayHaveTwins(element)) {
            refuseTwins(element.attributes(), element.name());
        }
        int at = index;
        for (int i = 0; i < count; i++) {
            CotAttribute attribute = element.attributeAt(i);
            String name = attribute.name();
            KnownName known = KnownNames.find(name);
            if (known == null) {
                at = VALUE_START.put(out, XmlText.appendName(i == 0 ? SPACE : QUOTE_SPACE, name, out, at));
            } else {
                at = i == 0 ? known.putAttribute(out, at) : known.putNextAttribute(out, at);
            }
            at = attribute.isPlain()
                    ? XmlText.appendPlain(attribute.value(), out, at)
                    : XmlText.append(attribute.value(), element.name(), name, out, at);
        }
        return at;
    }

    /** Each name has a bit by its hash: as long as no two names meet there, no two are the same. */
    private static boolean mayHaveTwins(CotElement element) {
        int count = element.attributeCount();
        long seen = 0;
        for (int i = 0; i < count; i++) {
            seen |= 1L << element.attributeAt(i).name().hashCode();
        }
        return Long.bitCount(seen) < count;
    }

    private static void refuseTwins(List<CotAttribute> attributes, String element) {
        int count = attributes.size();
        if (count > FEW_ATTRIBUTES) {
            refuseTwinsOfMany(attributes, element);
            return;
        }
        for (int i = 1; i < count; i++) {
            String name = attributes.get(i).name();
            for (int j = 0; j < i; j++) {
                if (attributes.get(j).name().equals(name)) {
                    throw twins(element, name);
                }
            }
        }
    }

    private static void refuseTwinsOfMany(List<CotAttribute> attributes, String element) {
        Set<String> names = new HashSet<>();
        for (CotAttribute attribute : attributes) {
            if (!names.add(attribute.name())) {
                throw twins(element, attribute.name());
            }
        }
    }

    private static IllegalArgumentException twins(String element, String attribute) {
        return new IllegalArgumentException(element + '@' + attribute + ": stands there twice");
    }
}
