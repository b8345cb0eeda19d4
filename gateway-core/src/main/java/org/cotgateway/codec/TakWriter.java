package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as TAK Protocol v1, so that {@link TakReader} makes the same events of it. The messages are those of
 * {@code src/main/proto}.
 *
 * <p>Elements and their order. A {@code contact}, {@code __group}, {@code precisionlocation}, {@code status}, {@code takv}
 * or {@code track} becomes a message of its own only if it stands there once, has all attributes that the message has
 * fields for, none of them empty, no other, no child and no text, and if a {@code battery} is written as numbers are in a
 * uint32 and {@code speed} and {@code course} are finite numbers. Of these only the spelling may change ({@code 1.50}
 * becomes {@code 1.5}). All else is written as XML into {@code xmlDetail}. Fields of one message may follow each other in
 * any order, which other readers do not look at; here they follow in the order of the elements, and in that of the
 * attributes. As there is one {@code xmlDetail} only, it goes from the first node that needs it to the last one, with all
 * that stands between them.
 *
 * <p>Fields. The attributes that an event must have are always written, even if empty or zero; the others if they are
 * there, even if empty. A number of the point is left out if it is 0. Times before 1970, which no device takes, become
 * numbers over 2^63 and read back. One thing is lost: there is no field for a version, and every event reads back as {@value
 * CotEvent#VERSION}.
 *
 * <p>Stateless; any thread. The buffer may be of whatever kind, grows as needed and stays the caller's. Allocates nothing
 * itself unless a track has more than fifteen digits.
 *
 * <p>Whatever {@link CotXmlWriter} refuses is refused here, too, with an {@link IllegalArgumentException} that names the
 * place; the buffer's writer index is then where it was. The reason is that a message which no peer could turn into XML is
 * of no use. Only what a version says does not matter.
 *
 * <p>Source: ATAK 4.6 and 5.5, wire format version 1.
 */
public final class TakWriter {

    public static final TakWriter INSTANCE = new TakWriter();

    /** The length of nearly every event and of most details. */
    private static final int USUAL_ROOM = 2;

    /** The length of nearly every typed element. */
    private static final int SMALL_ROOM = 1;

    private TakWriter() {}

    /**
     * Writes a message with the event, without header, at the buffer's writer index.
     *
     * @throws IllegalArgumentException if the event holds what cannot be sent
     * @throws IndexOutOfBoundsException if the buffer's maximum capacity is too small
     */
    public void write(CotEvent event, ByteBuf out) {
        WritablePart.write(out, TakWriter::message, event);
    }

    /** Writes a message with the event as it goes on a stream: header and payload, as {@link #write} does. */
    public void writeStreamFrame(CotEvent event, ByteBuf out) {
        WritablePart.write(out, TakWriter::streamFrame, event);
    }

    /** Writes a message with the event as it goes into a mesh: header and payload, as {@link #write} does. */
    public void writeMeshMessage(CotEvent event, ByteBuf out) {
        WritablePart.write(out, TakWriter::meshMessage, event);
    }

    /**
     * Writes what tells a mesh every 60 seconds that we read TAK Protocol v1, header and payload.
     *
     * @param contactUid the uid of our own position reports
     */
    public void writeMeshControl(String contactUid, ByteBuf out) {
        WritablePart.write(out, TakWriter::meshControl, contactUid);
    }

    private static int streamFrame(CotEvent event, Draft out, int index) {
        Ascii.reserve(out, index, 1 + USUAL_ROOM);
        out.setByte(index, TakFraming.MAGIC);
        int end = message(event, out, index + 1 + USUAL_ROOM);
        return ProtoWire.putLength(index + 1, USUAL_ROOM, out, end);
    }

    private static int meshMessage(CotEvent event, Draft out, int index) {
        return message(event, out, TakFraming.appendMeshHeader(out, index));
    }

    private static int meshControl(String contactUid, Draft out, int index) {
        int lengthAt = ProtoWire.begin(TakFields.TAK_CONTROL, SMALL_ROOM, out, TakFraming.appendMeshHeader(out, index));
        int at = ProtoWire.appendVarint(TakFields.MIN_VERSION, TakFraming.VERSION, out, lengthAt + SMALL_ROOM);
        at = ProtoWire.appendVarint(TakFields.MAX_VERSION, TakFraming.VERSION, out, at);
        at = ProtoWire.appendText(TakFields.CONTACT_UID, contactUid, "contactUid", out, at);
        return ProtoWire.putLength(lengthAt, SMALL_ROOM, out, at);
    }

    private static int message(CotEvent event, Draft out, int index) {
        int lengthAt = ProtoWire.begin(TakFields.COT_EVENT, USUAL_ROOM, out, index);
        return ProtoWire.putLength(lengthAt, USUAL_ROOM, out, event(event, out, lengthAt + USUAL_ROOM));
    }

    private static int event(CotEvent event, Draft out, int index) {
        int at = ProtoWire.appendText(TakFields.TYPE, event.type(), "event@type", out, index);
        at = optional(TakFields.ACCESS, event.access(), "event@access", out, at);
        at = optional(TakFields.QOS, event.qos(), "event@qos", out, at);
        at = optional(TakFields.OPEX, event.opex(), "event@opex", out, at);
        at = ProtoWire.appendText(TakFields.UID, event.uid(), "event@uid", out, at);
        at = time(TakFields.SEND_TIME, event.timeMs(), "event@time", out, at);
        at = time(TakFields.START_TIME, event.startMs(), "event@start", out, at);
        at = time(TakFields.STALE_TIME, event.staleMs(), "event@stale", out, at);
        at = ProtoWire.appendText(TakFields.HOW, event.how(), "event@how", out, at);
        CotPoint point = event.point();
        at = number(TakFields.LAT, point.lat(), "point@lat", out, at);
        at = number(TakFields.LON, point.lon(), "point@lon", out, at);
        at = number(TakFields.HAE, point.hae(), "point@hae", out, at);
        at = number(TakFields.CE, point.ce(), "point@ce", out, at);
        at = number(TakFields.LE, point.le(), "point@le", out, at);
        at = detail(event.detail().toElement(), out, at);
        at = optional(TakFields.CAVEAT, event.caveat(), "event@caveat", out, at);
        return optional(TakFields.RELEASABLE_TO, event.releasableTo(), "event@releasableTo", out, at);
    }

    private static int optional(int field, @Nullable String value, String name, Draft out, int index) {
        return value == null ? index : ProtoWire.appendText(field, value, name, out, index);
    }

    private static int time(int field, long ms, String name, Draft out, int index) {
        if (!CotTime.isWritable(ms)) {
            throw new IllegalArgumentException(name + ": " + ms + " ms since 1970 is not in the years 0000 to 9999");
        }
        return ProtoWire.appendVarint(field, ms, out, index);
    }

    private static int number(int field, double value, String name, Draft out, int index) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": " + value + " is not a finite number");
        }
        // Not -0.0, which has a bit.
        return Double.doubleToRawLongBits(value) == 0 ? index : ProtoWire.appendDouble(field, value, out, index);
    }

    private static int detail(CotElement detail, Draft out, int index) {
        int count = detail.childCount();
        if (count == 0) {
            return index;
        }
        int twins = twins(detail);
        int lengthAt = ProtoWire.begin(TakFields.DETAIL, USUAL_ROOM, out, index);
        int at = lengthAt + USUAL_ROOM;
        int xmlFrom = 0;
        while (xmlFrom < count && isTyped(detail.childAt(xmlFrom), twins)) {
            at = typed(detail.childAt(xmlFrom++), out, at);
        }
        int xmlTo = count;
        while (xmlTo > xmlFrom && isTyped(detail.childAt(xmlTo - 1), twins)) {
            xmlTo--;
        }
        if (xmlFrom < xmlTo) {
            at = xmlDetail(detail, xmlFrom, xmlTo, out, at);
        }
        for (int i = xmlTo; i < count; i++) {
            at = typed(detail.childAt(i), out, at);
        }
        return ProtoWire.putLength(lengthAt, USUAL_ROOM, out, at);
    }

    /** The elements that stand there more than once, as a set of {@link TakElement#bit bits}. */
    private static int twins(CotElement detail) {
        int seen = 0;
        int twins = 0;
        for (int i = 0; i < detail.childCount(); i++) {
            if (detail.childAt(i) instanceof CotElement element) {
                TakElement known = TakElement.named(element.name());
                if (known != null) {
                    twins |= seen & known.bit();
                    seen |= known.bit();
                }
            }
        }
        return twins;
    }

    private static boolean isTyped(CotNode node, int twins) {
        if (!(node instanceof CotElement element)) {
            return false;
        }
        TakElement known = TakElement.named(element.name());
        return known != null && (twins & known.bit()) == 0 && known.holds(element);
    }

    private static int typed(CotNode node, Draft out, int index) {
        CotElement element = (CotElement) node;
        TakElement known = TakElement.named(element.name());
        if (known == null) {
            throw new IllegalStateException(element.name() + " has no message");
        }
        int lengthAt = ProtoWire.begin(known.field(), SMALL_ROOM, out, index);
        int at = lengthAt + SMALL_ROOM;
        for (int i = 0; i < element.attributeCount(); i++) {
            CotAttribute attribute = element.attributeAt(i);
            int field = known.fieldOf(attribute.name());
            at = switch (known.value()) {
                case TEXT -> ProtoWire.appendText(field, attribute.value(), element.name(), out, at);
                case UINT32 -> ProtoWire.appendVarint(field, TakElement.uint32(attribute.value()), out, at);
                case DOUBLE -> ProtoWire.appendDouble(field, Decimals.parse(attribute.value()), out, at);
            };
        }
        return ProtoWire.putLength(lengthAt, SMALL_ROOM, out, at);
    }

    private static int xmlDetail(CotElement detail, int from, int to, Draft out, int index) {
        int lengthAt = ProtoWire.begin(TakFields.XML_DETAIL, USUAL_ROOM, out, index);
        int at = CotXmlWriter.appendChildren(detail, from, to, out, lengthAt + USUAL_ROOM);
        return ProtoWire.putLength(lengthAt, USUAL_ROOM, out, at);
    }
}
