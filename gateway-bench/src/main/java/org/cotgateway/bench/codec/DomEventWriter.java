package org.cotgateway.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Writes events by the JDK's DOM: a tree is built, and a transformer writes it. Attributes come in their own order. */
final class DomEventWriter {

    private final DocumentBuilder documents = documents();
    private final Transformer transformer;

    DomEventWriter() {
        try {
            transformer = TransformerFactory.newDefaultInstance().newTransformer();
        } catch (TransformerException impossible) {
            throw new IllegalStateException(impossible);
        }
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    }

    /** What makes trees, of nothing or of a text. */
    static DocumentBuilder documents() {
        try {
            return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void write(CotEvent event, ByteBuf out) throws TransformerException {
        Document document = documents.newDocument();
        Element root = document.createElement("event");
        document.appendChild(root);
        root.setAttribute("version", event.version());
        root.setAttribute("uid", event.uid());
        root.setAttribute("type", event.type());
        root.setAttribute("how", event.how());
        root.setAttribute("time", StaxEventWriter.time(event.timeMs()));
        root.setAttribute("start", StaxEventWriter.time(event.startMs()));
        root.setAttribute("stale", StaxEventWriter.time(event.staleMs()));
        Element place = document.createElement("point");
        CotPoint point = event.point();
        place.setAttribute("lat", Double.toString(point.lat()));
        place.setAttribute("lon", Double.toString(point.lon()));
        place.setAttribute("hae", Double.toString(point.hae()));
        place.setAttribute("ce", Double.toString(point.ce()));
        place.setAttribute("le", Double.toString(point.le()));
        root.appendChild(place);
        Element detail = document.createElement("detail");
        root.appendChild(detail);
        for (CotNode node : event.detail().nodes()) {
            append(node, detail, document);
        }
        transformer.transform(new DOMSource(document), new StreamResult(new ByteBufOutputStream(out)));
    }

    private static void append(CotNode node, Element parent, Document document) {
        if (node instanceof CotText text) {
            parent.appendChild(document.createTextNode(text.text()));
            return;
        }
        CotElement element = (CotElement) node;
        Element added = document.createElement(element.name());
        for (CotAttribute attribute : element.attributes()) {
            added.setAttribute(attribute.name(), attribute.value());
        }
        parent.appendChild(added);
        for (CotNode child : element.children()) {
            append(child, added, document);
        }
    }
}
