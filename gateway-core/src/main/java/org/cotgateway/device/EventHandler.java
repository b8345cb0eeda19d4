package org.cotgateway.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Collects one event from the parser's calls, then says what ATAK makes of it. For one document. */
final class EventHandler extends DefaultHandler {

    private static final int MAX_DEPTH = 255;
    private static final int ROOT = 1;
    private static final int ROOT_CHILD = 2;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, String> rootAttributes = new HashMap<>();
    private final Deque<OpenElement> open = new ArrayDeque<>();
    private @Nullable Locator locator;
    private @Nullable TextPosition rootAt;
    private @Nullable CotPoint point;
    private @Nullable CotElement detail;
    private boolean pointSeen;
    private int depth;
    private boolean rootClosed;

    @Override
    public void setDocumentLocator(Locator where) {
        locator = where;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes)
            throws SAXParseException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new SAXParseException("elements must not be nested " + depth + " deep", locator);
        }
        if (depth == ROOT) {
            startRoot(name, attributes);
        } else if (depth == ROOT_CHILD && name.equals("point") && !pointSeen) {
            pointSeen = true;
            point = point(attributes);
        } else if (!open.isEmpty() || depth == ROOT_CHILD && name.equals("detail") && detail == null) {
            startDetailElement(name, attributes);
        }
    }

    private void startRoot(String name, Attributes attributes) {
        rootAt = here();
        if (!name.equals("event")) {
            violations.add(new Violation("root element", name, "must be event", rootAt));
        }
        for (int i = 0; i < attributes.getLength(); i++) {
            rootAttributes.put(attributes.getQName(i), attributes.getValue(i));
        }
    }

    private void startDetailElement(String name, Attributes attributes) {
        OpenElement parent = open.peek();
        if (parent != null) {
            parent.beforeChild();
        }
        OpenElement started = new OpenElement(CotElement.named(name));
        for (int i = 0; i < attributes.getLength(); i++) {
            started.builder.attribute(attributes.getQName(i), attributes.getValue(i));
        }
        open.push(started);
    }

    @Override
    public void characters(char[] chars, int start, int length) {
        OpenElement current = open.peek();
        if (current != null) {
            current.text.append(chars, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        if (!open.isEmpty()) {
            CotElement ended = open.pop().end();
            OpenElement parent = open.peek();
            if (parent == null) {
                detail = ended;
            } else {
                parent.builder.child(ended);
            }
        }
        depth--;
        rootClosed = depth == 0;
    }

    /** Whether the event had ended, so that whatever was wrong came after it. */
    boolean rootIsClosed() {
        return rootClosed;
    }

    /** To be asked when the document has ended. */
    AtakVerdict verdict() {
        String uid = required("uid");
        String type = required("type");
        String how = required("how");
        long timeMs = time("time");
        long startMs = time("start");
        long staleMs = time("stale");
        if (!pointSeen) {
            violations.add(new Violation("point", null, "is required", rootAt));
        }
        if (point == null || !violations.isEmpty()) {
            return new AtakVerdict(null, violations);
        }
        return AtakVerdict.accepted(new CotEvent(
                rootAttributes.getOrDefault("version", ""),
                uid,
                type,
                how,
                timeMs,
                startMs,
                staleMs,
                rootAttributes.get("access"),
                rootAttributes.get("qos"),
                rootAttributes.get("opex"),
                rootAttributes.get("caveat"),
                rootAttributes.get("releasableTo"),
                point,
                detail == null ? CotDetail.EMPTY : new CotDetail(detail.children())));
    }

    private String required(String name) {
        String value = rootAttributes.get(name);
        if (value == null) {
            violations.add(new Violation("event@" + name, null, "is required", rootAt));
            return "";
        }
        return value;
    }

    private long time(String name) {
        String text = rootAttributes.get(name);
        if (text == null) {
            required(name);
            return 0;
        }
        OptionalLong ms = AtakValues.time(text);
        if (ms.isEmpty()) {
            violations.add(new Violation("event@" + name, text, AtakValues.TIME_RULE, rootAt));
        }
        return ms.orElse(0);
    }

    private CotPoint point(Attributes attributes) {
        return new CotPoint(
                number(attributes, "lat"),
                number(attributes, "lon"),
                number(attributes, "hae"),
                number(attributes, "ce"),
                number(attributes, "le"));
    }

    private double number(Attributes attributes, String name) {
        String text = attributes.getValue(name);
        OptionalDouble value = text == null ? OptionalDouble.empty() : AtakValues.number(text);
        if (value.isEmpty()) {
            String rule = text == null ? "is required" : AtakValues.NUMBER_RULE;
            violations.add(new Violation("point@" + name, text, rule, here()));
        }
        return value.orElse(0);
    }

    private @Nullable TextPosition here() {
        return locator == null
                ? null
                : new TextPosition(Math.max(1, locator.getLineNumber()), Math.max(1, locator.getColumnNumber()));
    }

    /** An element of the detail whose end is still to come. */
    private static final class OpenElement {
        private final CotElement.Builder builder;
        private final StringBuilder text = new StringBuilder();
        private boolean hasChild;

        OpenElement(CotElement.Builder builder) {
            this.builder = builder;
        }

        void beforeChild() {
            addText();
            hasChild = true;
        }

        CotElement end() {
            if (hasChild) {
                addText();
            } else {
                builder.text(text.toString());
            }
            return builder.build();
        }

        /** White space between elements is layout, not text. */
        private void addText() {
            String run = text.toString();
            text.setLength(0);
            if (!run.isBlank()) {
                builder.text(run);
            }
        }
    }
}
