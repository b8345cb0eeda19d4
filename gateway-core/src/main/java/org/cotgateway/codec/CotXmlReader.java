package org.cotgateway.codec;

import com.fasterxml.aalto.AsyncByteBufferFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.netty.buffer.ByteBuf;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Reads events from XML. One thread at a time. */
public final class CotXmlReader {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|NaN");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    private final XmlLimits limits;
    private final InputFactoryImpl factory = new InputFactoryImpl();

    public CotXmlReader(XmlLimits limits) {
        this.limits = limits;
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    }

    /** Reads one whole document: the readable bytes of the buffer, which stays the caller's and is not moved. */
    public XmlReading read(ByteBuf document) {
        List<Violation> violations = new ArrayList<>();
        int size = document.readableBytes();
        if (size > limits.maxEventBytes()) {
            violations.add(Violation.of(
                    "event", size + " bytes", "must be at most " + limits.maxEventBytes() + " bytes long"));
            return new XmlReading(null, violations);
        }
        while (size > 0 && isTrailing(document.getByte(document.readerIndex() + size - 1))) {
            size--;
        }
        AsyncXMLStreamReader<AsyncByteBufferFeeder> xml = factory.createAsyncForByteBuffer();
        try {
            xml.getInputFeeder().feedInput(document.nioBuffer(document.readerIndex(), size));
            xml.getInputFeeder().endOfInput();
            return new Reading(xml, limits, violations).run();
        } catch (XMLStreamException malformed) {
            violations.add(Violation.of("event", null, "must be well-formed XML: " + malformed.getMessage())
                    .at(new TextPosition(
                            xml.getLocation().getLineNumber(), xml.getLocation().getColumnNumber())));
            return new XmlReading(null, violations);
        }
    }

    private static boolean isTrailing(byte b) {
        return b == 0 || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static final class Reading {
        private final AsyncXMLStreamReader<?> xml;
        private final XmlLimits limits;
        private final List<Violation> violations;
        private final Map<String, String> eventAttributes = new HashMap<>();
        private final Map<String, String> pointAttributes = new HashMap<>();
        private final Deque<Open> open = new ArrayDeque<>();
        private @Nullable CotDetail detail;
        private boolean point;

        Reading(AsyncXMLStreamReader<?> xml, XmlLimits limits, List<Violation> violations) {
            this.xml = xml;
            this.limits = limits;
            this.violations = violations;
        }

        XmlReading run() throws XMLStreamException {
            while (true) {
                switch (xml.next()) {
                    case AsyncXMLStreamReader.START_ELEMENT -> start();
                    case AsyncXMLStreamReader.END_ELEMENT -> end();
                    case AsyncXMLStreamReader.CHARACTERS, AsyncXMLStreamReader.CDATA -> {
                        Open last = open.peek();
                        if (last != null) {
                            last.text.append(xml.getText());
                        }
                    }
                    case AsyncXMLStreamReader.DTD ->
                        violations.add(Violation.of("event", null, "must have no DOCTYPE")
                                .at(position()));
                    case AsyncXMLStreamReader.ENTITY_REFERENCE ->
                        violations.add(Violation.of("event", xml.getLocalName(), "must use no entities of its own")
                                .at(position()));
                    case AsyncXMLStreamReader.EVENT_INCOMPLETE -> {
                        violations.add(Violation.of("event", null, "must not be cut off")
                                .at(position()));
                        return new XmlReading(null, violations);
                    }
                    case AsyncXMLStreamReader.END_DOCUMENT -> {
                        return result();
                    }
                    default -> {}
                }
            }
        }

        private void start() throws XMLStreamException {
            Open last = open.peek();
            String name = name(xml.getPrefix(), xml.getLocalName());
            if (open.size() >= limits.maxDepth()) {
                throw new XMLStreamException("nested deeper than " + limits.maxDepth());
            }
            if (last != null) {
                last.flush(open.size() <= 2);
            }
            Open element = new Open(name);
            for (int i = 0; i < xml.getNamespaceCount(); i++) {
                String prefix = xml.getNamespacePrefix(i);
                String declared = prefix == null || prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix;
                element.attributes.add(new CotAttribute(declared, xml.getNamespaceURI(i)));
            }
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                element.attributes.add(new CotAttribute(
                        name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i)), xml.getAttributeValue(i)));
            }
            if (open.isEmpty()) {
                if (!name.equals("event")) {
                    violations.add(Violation.of("event", name, "must be the root element")
                            .at(position()));
                }
                element.attributes.forEach(a -> eventAttributes.put(a.name(), a.value()));
            } else if (open.size() == 1 && name.equals("point")) {
                point = true;
                element.attributes.forEach(a -> pointAttributes.put(a.name(), a.value()));
            }
            open.push(element);
        }

        private void end() {
            Open element = open.pop();
            element.flush(open.size() < 2);
            if (open.size() == 1 && element.name.equals("detail")) {
                detail = new CotDetail(element.children);
            }
            Open parent = open.peek();
            if (parent != null) {
                parent.children.add(new CotElement(element.name, element.attributes, element.children));
            }
        }

        private XmlReading result() {
            if (!point) {
                violations.add(Violation.of("point", null, "must be there"));
            }
            String uid = required("uid");
            String type = required("type");
            String how = required("how");
            long time = time("time");
            long start = time("start");
            long stale = time("stale");
            CotPoint where = new CotPoint(number("lat"), number("lon"), number("hae"), number("ce"), number("le"));
            if (!violations.isEmpty()) {
                return new XmlReading(null, violations);
            }
            CotEvent event = new CotEvent(
                    eventAttributes.getOrDefault("version", CotEvent.VERSION),
                    uid,
                    type,
                    how,
                    time,
                    start,
                    stale,
                    eventAttributes.get("access"),
                    eventAttributes.get("qos"),
                    eventAttributes.get("opex"),
                    eventAttributes.get("caveat"),
                    eventAttributes.get("releasableTo"),
                    where,
                    detail == null ? CotDetail.EMPTY : detail);
            return new XmlReading(event, violations);
        }

        private String required(String name) {
            String value = eventAttributes.get(name);
            if (value == null) {
                violations.add(Violation.of("event@" + name, null, "must be there"));
                return "";
            }
            return value;
        }

        private long time(String name) {
            String value = required(name);
            if (value.isEmpty()) {
                return 0;
            }
            if (TIME.matcher(value).matches()) {
                try {
                    return Instant.parse(value).toEpochMilli();
                } catch (DateTimeException outOfRange) {
                    // a month 13 and its like: reported below
                }
            }
            violations.add(Violation.of("event@" + name, value, "must be a time in UTC like 2026-01-31T12:00:00.000Z"));
            return 0;
        }

        private double number(String name) {
            String value = pointAttributes.get(name);
            if (value == null) {
                violations.add(Violation.of("point@" + name, null, "must be there"));
                return 0;
            }
            double number = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : Double.POSITIVE_INFINITY;
            if (Double.isInfinite(number)) {
                violations.add(Violation.of("point@" + name, value, "must be a number"));
            }
            return number;
        }

        private TextPosition position() {
            return new TextPosition(
                    xml.getLocation().getLineNumber(), xml.getLocation().getColumnNumber());
        }

        private static String name(@Nullable String prefix, String local) {
            return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
        }
    }

    private static final class Open {
        private final String name;
        private final List<CotAttribute> attributes = new ArrayList<>();
        private final List<CotNode> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Open(String name) {
            this.name = name;
        }

        void flush(boolean formatting) {
            if (text.length() > 0 && !(formatting && text.toString().isBlank())) {
                children.add(new CotText(text.toString()));
            }
            text.setLength(0);
        }
    }
}
