package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.Ascii;
import org.cotgateway.codec.Draft;
import org.cotgateway.codec.WritablePart;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;

/**
 * Writes events in our own JSON, which {@code event.schema.json} describes: one object in one line, in UTF-8, nothing behind it.
 * What is read from it is the same event. What its reader supplies by itself is left out: a start that is the time, unknown heights
 * and errors, version 2.0 and an empty detail.
 *
 * <p>Stateless; any thread. The buffer may be of whatever kind, grows as needed and stays the caller's. Allocates nothing
 * itself.
 */
public final class CotJsonWriter {

    public static final CotJsonWriter INSTANCE = new CotJsonWriter();

    private static final Ascii UID = Ascii.of("{\"uid\":");
    private static final Ascii TYPE = Ascii.of(",\"type\":");
    private static final Ascii HOW = Ascii.of(",\"how\":");
    private static final Ascii LAT = Ascii.of(",\"point\":{\"lat\":");
    private static final Ascii LON = Ascii.of(",\"lon\":");
    private static final Ascii HAE = Ascii.of(",\"hae\":");
    private static final Ascii CE = Ascii.of(",\"ce\":");
    private static final Ascii LE = Ascii.of(",\"le\":");
    private static final Ascii POINT_END = Ascii.of("}");
    private static final Ascii DETAIL = Ascii.of(",\"detail\":[");
    private static final Ascii DETAIL_END = Ascii.of("]}");

    private CotJsonWriter() {}

    /**
     * Writes an event at the buffer's writer index.
     *
     * @throws IllegalArgumentException if the event has a number that is not finite, or a year of more than four digits
     * @throws IndexOutOfBoundsException if the buffer's maximum capacity is too small
     */
    public void write(CotEvent event, ByteBuf out) {
        WritablePart.write(out, CotJsonWriter::event, event);
    }

    private static int event(CotEvent event, Draft out, int index) {
        int at = JsonText.append(UID, event.uid(), out, index);
        at = JsonText.append(TYPE, event.type(), out, at);
        at = JsonText.append(HOW, event.how(), out, at);
        at = FieldWriter.timesAtLeast(event, out, at);
        CotPoint point = event.point();
        at = FieldWriter.number(LAT, point.lat(), "lat", out, at);
        at = FieldWriter.number(LON, point.lon(), "lon", out, at);
        at = FieldWriter.known(HAE, point.hae(), "hae", out, at);
        at = FieldWriter.known(CE, point.ce(), "ce", out, at);
        at = FieldWriter.known(LE, point.le(), "le", out, at);
        at = FieldWriter.rare(event, out, JsonText.append(POINT_END, out, at));
        if (event.detail().nodes().isEmpty()) {
            return JsonText.append(POINT_END, out, at);
        }
        at = DetailWriter.nodes(event.detail().nodes(), 0, out, JsonText.append(DETAIL, out, at));
        return JsonText.append(DETAIL_END, out, at);
    }
}
