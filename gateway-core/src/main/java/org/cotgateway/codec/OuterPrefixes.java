package org.cotgateway.codec;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;

/**
 * Prefixes that are declared on the event or its detail, where a {@code CotEvent} has no place for them. The elements in
 * the detail that use one get its declaration, so that they mean the same wherever they are written again.
 */
final class OuterPrefixes {

    private static final String DECLARATION = "xmlns:";

    private final List<CotAttribute> declarations = new ArrayList<>();

    void clear() {
        declarations.clear();
    }

    /** Takes a declaration; the inner one of two counts. */
    void add(String prefix, String uri) {
        declarations.removeIf(declared -> declared.name().equals(DECLARATION + prefix));
        declarations.add(new CotAttribute(DECLARATION + prefix, uri));
    }

    /** The element with the declarations that it uses and does not have. */
    CotElement addTo(CotElement element) {
        if (declarations.isEmpty()) {
            return element;
        }
        List<CotAttribute> attributes = new ArrayList<>();
        for (CotAttribute declaration : declarations) {
            if (needs(element, declaration.name())) {
                attributes.add(declaration);
            }
        }
        attributes.addAll(element.attributes());
        return new CotElement(element.name(), attributes, element.children());
    }

    private static boolean needs(CotElement element, String declaration) {
        if (element.attribute(declaration) != null) {
            return false;
        }
        String prefix = declaration.substring(DECLARATION.length()) + ':';
        if (element.name().startsWith(prefix)) {
            return true;
        }
        for (CotAttribute attribute : element.attributes()) {
            if (attribute.name().startsWith(prefix)) {
                return true;
            }
        }
        for (CotNode child : element.children()) {
            if (child instanceof CotElement inner && needs(inner, declaration)) {
                return true;
            }
        }
        return false;
    }
}
