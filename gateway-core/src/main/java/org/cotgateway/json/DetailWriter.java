package org.cotgateway.json;

import java.util.List;
import org.cotgateway.codec.Ascii;
import org.cotgateway.codec.Draft;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;

/** Writes elements and text in the form that our JSON has for them; what {@link DetailReader} reads from it is the same. */
final class DetailWriter {

    private static final Ascii NAME = Ascii.of("{\"name\":");
    private static final Ascii ATTRIBUTES = Ascii.of(",\"attributes\":");
    private static final Ascii TEXT = Ascii.of(",\"text\":");
    private static final Ascii CHILDREN = Ascii.of(",\"children\":[");
    private static final Ascii COMMA = Ascii.of(",");
    private static final Ascii COLON = Ascii.of(":");
    private static final Ascii OPEN = Ascii.of("{");
    private static final Ascii CLOSE = Ascii.of("}");
    private static final Ascii END = Ascii.of("]");
    private static final Ascii NOTHING = Ascii.of("");

    private DetailWriter() {}

    /** Writes the nodes from an index on, with commas between them. */
    static int nodes(List<CotNode> nodes, int from, Draft out, int index) {
        int at = index;
        for (int i = from; i < nodes.size(); i++) {
            at = node(nodes.get(i), i > from, out, at);
        }
        return at;
    }

    /** Writes one node, with a comma in front if others came before it. */
    static int node(CotNode node, boolean isFurther, Draft out, int index) {
        Ascii comma = isFurther ? COMMA : NOTHING;
        return node instanceof CotElement element
                ? element(element, out, JsonText.append(comma, out, index))
                : JsonText.append(comma, ((CotText) node).text(), out, index);
    }

    private static int element(CotElement element, Draft out, int index) {
        int at = JsonText.append(NAME, element.name(), out, index);
        if (!element.attributes().isEmpty()) {
            at = attributes(element.attributes(), out, ATTRIBUTES.put(out, at));
        }
        List<CotNode> children = element.children();
        int first = 0;
        if (!children.isEmpty() && children.get(0) instanceof CotText text) {
            at = JsonText.append(TEXT, text.text(), out, at);
            first = 1;
        }
        if (children.size() > first) {
            at = nodes(children, first, out, JsonText.append(CHILDREN, out, at));
            at = JsonText.append(END, out, at);
        }
        return JsonText.append(CLOSE, out, at);
    }

    /** Writes an object that has the attributes. */
    static int attributes(List<CotAttribute> attributes, Draft out, int index) {
        int at = JsonText.append(OPEN, out, index);
        for (int i = 0; i < attributes.size(); i++) {
            CotAttribute attribute = attributes.get(i);
            at = JsonText.append(i == 0 ? NOTHING : COMMA, attribute.name(), out, at);
            at = JsonText.append(COLON, attribute.value(), out, at);
        }
        return JsonText.append(CLOSE, out, at);
    }
}
