package org.cotgateway.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;

/**
 * Writes events by StAX over Netty's stream, numbers and times by the JDK, as one would without a thought for speed. The
 * texts are those of {@link org.cotgateway.codec.CotXmlWriter} but for what is a matter of taste: {@code 9999999.0}, and
 * which characters are escaped.
 */
final class StaxEventWriter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final XMLOutputFactory factory;

    StaxEventWriter(XMLOutputFactory factory) {
        this.factory = factory;
    }

    void write(CotEvent event, ByteBuf out) throws XMLStreamException {
        XMLStreamWriter xml = factory.createXMLStreamWriter(new ByteBufOutputStream(out), "UTF-8");
        xml.writeStartElement("event");
        xml.writeAttribute("version", event.version());
        xml.writeAttribute("uid", event.uid());
        xml.writeAttribute("type", event.type());
        xml.writeAttribute("how", event.how());
        xml.writeAttribute("time", time(event.timeMs()));
        xml.writeAttribute("start", time(event.startMs()));
        xml.writeAttribute("stale", time(event.staleMs()));
        CotPoint point = event.point();
        xml.writeEmptyElement("point");
        xml.writeAttribute("lat", Double.toString(point.lat()));
        xml.writeAttribute("lon", Double.toString(point.lon()));
        xml.writeAttribute("hae", Double.toString(point.hae()));
        xml.writeAttribute("ce", Double.toString(point.ce()));
        xml.writeAttribute("le", Double.toString(point.le()));
        write(event.detail().toElement(), xml);
        xml.writeEndElement();
        xml.close();
    }

    private static void write(CotNode node, XMLStreamWriter xml) throws XMLStreamException {
        if (node instanceof CotText text) {
            xml.writeCharacters(text.text());
            return;
        }
        CotElement element = (CotElement) node;
        if (element.children().isEmpty()) {
            xml.writeEmptyElement(element.name());
        } else {
            xml.writeStartElement(element.name());
        }
        for (CotAttribute attribute : element.attributes()) {
            xml.writeAttribute(attribute.name(), attribute.value());
        }
        if (!element.children().isEmpty()) {
            for (CotNode child : element.children()) {
                write(child, xml);
            }
            xml.writeEndElement();
        }
    }

    static String time(long ms) {
        return TIME.format(Instant.ofEpochMilli(ms));
    }
}
