package org.cotgateway.codec;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The fields of {@code Detail} while a message is read, and the order in which they came. Used again for every message. */
final class TakDetailFields {

    private static final int MAX_FIELD = 7;

    private final XmlLimits limits;
    private final List<Violation> violations;
    private final XmlDetailReader xml;
    private final ProtoCursor inner = new ProtoCursor();
    private final TakElementFields[] elements = elements();
    /** Fields in the order in which each came first. */
    private final int[] order = new int[MAX_FIELD];

    private int count;
    private int seen;

    TakDetailFields(XmlLimits limits, List<Violation> violations) {
        this.limits = limits;
        this.violations = violations;
        xml = new XmlDetailReader(limits);
    }

    void begin() {
        count = 0;
        seen = 0;
        xml.begin();
    }

    /** Reads the fields; answers what is wrong with the grammar, or null. */
    @Nullable
    String read(ProtoCursor in) {
        while (in.next()) {
            int field = in.field();
            if (!in.is(ProtoWire.LENGTH_DELIMITED) || field > MAX_FIELD) {
                continue;
            }
            boolean first = (seen & 1 << field) == 0;
            if (first) {
                order[count++] = field;
                seen |= 1 << field;
            }
            if (field == TakFields.XML_DETAIL) {
                xml.take(in);
                continue;
            }
            TakElementFields element = elements[field];
            if (first) {
                element.clear();
            }
            inner.begin(in);
            read(inner, element);
            if (inner.problem() != null) {
                return inner.problem();
            }
        }
        return in.problem();
    }

    /** Elements and texts in their order. */
    List<CotNode> toNodes() {
        if (count == 0) {
            return List.of();
        }
        List<CotNode> inXml = xml.read(violations);
        int twins = elementsIn(inXml);
        List<CotNode> nodes = new ArrayList<>(inXml.size() + count);
        for (int i = 0; i < count; i++) {
            if (order[i] == TakFields.XML_DETAIL) {
                nodes.addAll(inXml);
            } else if ((twins & elements[order[i]].element().bit()) == 0) {
                nodes.add(elements[order[i]].toElement());
            }
        }
        return nodes;
    }

    private static int elementsIn(List<CotNode> nodes) {
        int found = 0;
        for (CotNode node : nodes) {
            TakElement known = node instanceof CotElement element ? TakElement.named(element.name()) : null;
            found |= known == null ? 0 : known.bit();
        }
        return found;
    }

    private void read(ProtoCursor in, TakElementFields into) {
        TakElement element = into.element();
        while (in.next()) {
            int field = in.field();
            if (field > element.attributes() || !in.is(element.wireType())) {
                continue;
            }
            switch (element.value()) {
                case TEXT -> {
                    String name = "detail/" + element.elementName() + '@' + element.attribute(field);
                    String text = TakTexts.read(in, name, limits, violations);
                    into.put(field, text == null ? "" : text);
                }
                case UINT32 -> into.put(field, Integer.toUnsignedString((int) in.number()));
                case DOUBLE -> into.put(field, text(Double.longBitsToDouble(in.number())));
            }
        }
    }

    private String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        Draft draft = Draft.ofThread();
        return draft.text(0, Decimals.append(value, draft, 0));
    }

    private static TakElementFields[] elements() {
        TakElementFields[] elements = new TakElementFields[MAX_FIELD + 1];
        for (TakElement element : TakElement.values()) {
            elements[element.field()] = new TakElementFields(element);
        }
        return elements;
    }
}
