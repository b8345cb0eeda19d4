package org.cotgateway.codec;

import com.fasterxml.aalto.AsyncXMLStreamReader;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Puts an event together from what the parser reports: the event's and the point's attributes as fields, the detail
 * exactly as it stands there. Used again for every document of a reader, so that little more is allocated than what
 * becomes part of the event.
 */
final class EventAssembler {

    private static final int EVENT = 1;
    private static final int SECTION = 2;
    /** Notes are for people; more of them would only let a document of 500 kB take megabytes. */
    private static final int MAX_NOTES = 100;

    private static final String NOT_KEPT = "is not part of an event and not kept";

    private final XmlLimits limits;
    private final NameCensus names = new NameCensus();
    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> notes = new ArrayList<>();
    private final EventFields fields = new EventFields();
    private final OuterPrefixes prefixes = new OuterPrefixes();
    /** Open elements: the detail, its child, and so on; more than are open now. */
    private final List<OpenElement> open = new ArrayList<>();

    private int depth;
    /** Whether what is in the current child of the event is passed over. */
    private boolean passing;

    private boolean hasPoint;
    private boolean hasDetail;
    private CotDetail detail = CotDetail.EMPTY;
    private @Nullable CotEvent standIn;

    EventAssembler(XmlLimits limits) {
        this.limits = limits;
        open.add(new OpenElement());
    }

    /** Forgets the last document. Answers whether the parser's table of names has grown enough. */
    boolean begin() {
        violations.clear();
        notes.clear();
        fields.clear();
        prefixes.clear();
        depth = 0;
        passing = false;
        hasPoint = false;
        hasDetail = false;
        detail = CotDetail.EMPTY;
        standIn = null;
        return names.begin();
    }

    void violate(Violation violation) {
        violations.add(violation);
    }

    /** Takes the beginning of an element. Answers whether to go on. */
    boolean start(AsyncXMLStreamReader<?> xml) {
        depth++;
        String name = name(xml.getPrefix(), xml.getLocalName());
        int attributes = xml.getAttributeCount() + xml.getNamespaceCount();
        if (isTooMuch(name, depth, "levels of nesting", limits.maxDepth())
                || isTooMuch(name, attributes, "attributes", limits.maxAttributes())
                || isTooMuch(name, name.length(), "characters of name", limits.maxNameChars())) {
            return false;
        }
        boolean goOn;
        if (depth == EVENT) {
            goOn = startEvent(name, xml);
        } else if (depth == SECTION) {
            goOn = startSection(name, xml);
        } else {
            goOn = passing ? pass(xml) : startElement(name, xml);
        }
        return goOn && areNamesFine();
    }

    /** Takes a processing instruction, which is not kept. Answers whether to go on. */
    boolean instruction(AsyncXMLStreamReader<?> xml) {
        names.canonical(xml.getPITarget());
        return areNamesFine();
    }

    /** Takes the end of an element. */
    void end() {
        if (depth == SECTION) {
            if (!passing) {
                OpenElement all = open.get(0);
                all.endText(true);
                detail = all.children().isEmpty() ? CotDetail.EMPTY : new CotDetail(all.children());
            }
            passing = false;
        } else if (depth > SECTION && !passing) {
            OpenElement last = open.get(depth - SECTION);
            last.endText(false);
            CotElement element = last.toElement();
            open.get(depth - SECTION - 1).addChild(depth == SECTION + 1 ? prefixes.addTo(element) : element);
        }
        depth--;
    }

    /** Takes a run of text or a part of one. Answers whether to go on. */
    boolean text(AsyncXMLStreamReader<?> xml) {
        // Makes the parser look at all of the text, which it does not where nobody asks for it.
        xml.getTextLength();
        if (depth == EVENT && notes.size() < MAX_NOTES && !xml.isWhiteSpace()) {
            note(Violation.of("event", xml.getText(), "text here is not kept"));
        }
        if (depth < SECTION || passing) {
            return true;
        }
        OpenElement last = open.get(depth - SECTION);
        last.addText(xml.getText());
        return !isTooMuch(last.name(), last.textChars(), "characters of text", limits.maxTextChars());
    }

    /** What came of a document that was read to its end. */
    XmlReading finish() {
        CotEvent event = fields.toEvent(detail, hasPoint, violations);
        standIn = event;
        return violations.isEmpty() ? new XmlReading(event, violations, notes) : giveUp();
    }

    /**
     * The event of a document that was read to its end, with some value in place of every field that could not be read;
     * null for any other document. It is for checking what could be read.
     */
    @Nullable
    CotEvent standIn() {
        return standIn;
    }

    /** What came of a document that was given up for the last violation, which stands there if nobody knows better. */
    XmlReading giveUpAt(TextPosition position) {
        int last = violations.size() - 1;
        if (violations.get(last).at() == null) {
            violations.set(last, violations.get(last).at(position));
        }
        return giveUp();
    }

    /** What came of a document that cannot be read to its end. */
    XmlReading giveUp() {
        return new XmlReading(null, violations, notes);
    }

    private boolean startEvent(String name, AsyncXMLStreamReader<?> xml) {
        if (!name.equals("event")) {
            violate(Violation.of("event", name, "must be the document's root element"));
            return false;
        }
        takeNamespaces(name, xml);
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String attribute = name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
            String value = xml.getAttributeValue(i);
            if (isTooMuch("event@" + attribute, value.length(), "characters", limits.maxTextChars())) {
                return false;
            }
            if (!fields.putEvent(attribute, value)) {
                note(Violation.of("event@" + attribute, value, NOT_KEPT));
            }
        }
        return true;
    }

    private boolean startSection(String name, AsyncXMLStreamReader<?> xml) {
        boolean again = name.equals("point") && hasPoint || name.equals("detail") && hasDetail;
        if (again) {
            violateOnce(Violation.of(name + "[2]", null, "must stand there once only"));
        }
        hasPoint |= name.equals("point");
        hasDetail |= name.equals("detail");
        passing = again || !name.equals("detail");
        if (!passing) {
            open.get(0).begin(name);
            takeNamespaces(name, xml);
        } else if (!again && !name.equals("point")) {
            note(Violation.of(name, null, NOT_KEPT));
            return pass(xml);
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String attribute = name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
            String value = xml.getAttributeValue(i);
            boolean taken = name.equals("point") && (again || fields.putPoint(attribute, value));
            if (!taken) {
                note(Violation.of(name + '@' + attribute, value, NOT_KEPT));
            }
        }
        return true;
    }

    private boolean startElement(String name, AsyncXMLStreamReader<?> xml) {
        int level = depth - SECTION;
        open.get(level - 1).endText(level == 1);
        if (level == open.size()) {
            open.add(new OpenElement());
        }
        OpenElement element = open.get(level);
        element.begin(name);
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            String prefix = xml.getNamespacePrefix(i);
            String uri = xml.getNamespaceURI(i);
            boolean isDefault = prefix == null || prefix.isEmpty();
            element.addAttribute(isDefault ? "xmlns" : "xmlns:" + prefix, uri == null ? "" : uri);
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String attribute = name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
            String value = xml.getAttributeValue(i);
            if (isTooMuch(name, attribute.length(), "characters of an attribute's name", limits.maxNameChars())
                    || isTooMuch(name, value.length(), "characters of an attribute", limits.maxTextChars())) {
                return false;
            }
            element.addAttribute(attribute, value);
        }
        return true;
    }

    private boolean pass(AsyncXMLStreamReader<?> xml) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
        }
        return true;
    }

    private boolean areNamesFine() {
        Violation complaint = names.complaint();
        if (complaint != null) {
            violate(complaint);
        }
        return complaint == null;
    }

    /** Prefixes go to the elements that use them; a default namespace, which nobody in this field uses, goes nowhere. */
    private void takeNamespaces(String name, AsyncXMLStreamReader<?> xml) {
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            String prefix = xml.getNamespacePrefix(i);
            String uri = xml.getNamespaceURI(i);
            if (prefix == null || prefix.isEmpty()) {
                note(Violation.of(name + "@xmlns", uri, NOT_KEPT));
            } else {
                prefixes.add(prefix, uri);
            }
        }
    }

    private void violateOnce(Violation violation) {
        if (!violations.contains(violation)) {
            violate(violation);
        }
    }

    private void note(Violation note) {
        if (notes.size() < MAX_NOTES) {
            notes.add(note);
        }
    }

    private boolean isTooMuch(String field, int count, String of, int limit) {
        if (count <= limit) {
            return false;
        }
        violate(Violation.of(field, count + " " + of, "must be at most " + limit));
        return true;
    }

    private String name(String prefix, String localName) {
        return names.canonical(prefix == null || prefix.isEmpty() ? localName : prefix + ':' + localName);
    }
}
