package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.jspecify.annotations.Nullable;

/** Writes events as XML. Stateless; any thread. */
public final class CotXmlWriter {

    public static final CotXmlWriter INSTANCE = new CotXmlWriter();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private CotXmlWriter() {}

    /**
     * Writes {@code <event ...>...</event>} at the buffer's writer index, no declaration, no separator.
     *
     * @throws IllegalArgumentException if the event holds what XML cannot; the writer index is back where it was
     */
    public void write(CotEvent event, ByteBuf out) {
        int start = out.writerIndex();
        try {
            ascii("<event", out);
            attribute("version", event.version(), out);
            attribute("uid", event.uid(), out);
            attribute("type", event.type(), out);
            attribute("how", event.how(), out);
            attribute("time", time(event.timeMs()), out);
            attribute("start", time(event.startMs()), out);
            attribute("stale", time(event.staleMs()), out);
            attribute("access", event.access(), out);
            attribute("qos", event.qos(), out);
            attribute("opex", event.opex(), out);
            attribute("caveat", event.caveat(), out);
            attribute("releasableTo", event.releasableTo(), out);
            CotPoint point = event.point();
            ascii("><point", out);
            attribute("lat", number(point.lat()), out);
            attribute("lon", number(point.lon()), out);
            attribute("hae", number(point.hae()), out);
            attribute("ce", number(point.ce()), out);
            attribute("le", number(point.le()), out);
            ascii("/>", out);
            detail(event.detail(), out);
            ascii("</event>", out);
        } catch (IllegalArgumentException refused) {
            out.writerIndex(start);
            throw refused;
        }
    }

    /** Writes {@code <detail>...</detail>}. */
    public void writeDetail(CotDetail detail, ByteBuf out) {
        int start = out.writerIndex();
        try {
            detail(detail, out);
        } catch (IllegalArgumentException refused) {
            out.writerIndex(start);
            throw refused;
        }
    }

    private static void detail(CotDetail detail, ByteBuf out) {
        if (detail.nodes().isEmpty()) {
            ascii("<detail/>", out);
            return;
        }
        ascii("<detail>", out);
        for (CotNode node : detail.nodes()) {
            node(node, out);
        }
        ascii("</detail>", out);
    }

    private static void node(CotNode node, ByteBuf out) {
        if (node instanceof CotElement element) {
            out.writeByte('<');
            ByteBufUtil.writeUtf8(out, element.name());
            for (CotAttribute attribute : element.attributes()) {
                attribute(attribute.name(), attribute.value(), out);
            }
            if (element.children().isEmpty()) {
                ascii("/>", out);
                return;
            }
            out.writeByte('>');
            for (CotNode child : element.children()) {
                node(child, out);
            }
            ascii("</", out);
            ByteBufUtil.writeUtf8(out, element.name());
            out.writeByte('>');
        } else if (node instanceof CotText text) {
            escaped(text.text(), out);
        }
    }

    private static void attribute(String name, @Nullable String value, ByteBuf out) {
        if (value == null) {
            return;
        }
        out.writeByte(' ');
        ByteBufUtil.writeUtf8(out, name);
        ascii("=\"", out);
        escaped(value, out);
        out.writeByte('"');
    }

    private static void escaped(String value, ByteBuf out) {
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            switch (c) {
                case '&' -> ascii("&amp;", out);
                case '<' -> ascii("&lt;", out);
                case '>' -> ascii("&gt;", out);
                case '"' -> ascii("&quot;", out);
                case '\'' -> ascii("&apos;", out);
                case '\n' -> ascii("&#10;", out);
                case '\r' -> ascii("&#13;", out);
                case '\t' -> ascii("&#9;", out);
                default -> {
                    if (c < ' ' || c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF) {
                        throw new IllegalArgumentException(
                                String.format("U+%04X at index %d cannot stand in XML", c, i));
                    }
                    ByteBufUtil.writeUtf8(out, value, i, i + Character.charCount(c));
                }
            }
            i += Character.charCount(c);
        }
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " cannot be written as a number");
        }
        return value == 0 ? Double.toString(value) : BigDecimal.valueOf(value).toPlainString();
    }

    private static String time(long ms) {
        return TIME.format(Instant.ofEpochMilli(ms));
    }

    private static void ascii(String constant, ByteBuf out) {
        ByteBufUtil.writeAscii(out, constant);
    }
}
