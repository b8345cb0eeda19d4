package org.cotgateway.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event's detail: an ordered list of elements, with any text between them. Elements that nobody here knows are kept
 * as they came and go out as they came. Immutable; safe on any thread.
 */
public final class CotDetail {

    static final String NAME = "detail";

    /** A detail without content. */
    public static final CotDetail EMPTY = new CotDetail(List.of());

    private final CotElement element;

    /** @param nodes elements and text in document order; white space between elements is not kept */
    public CotDetail(List<CotNode> nodes) {
        element = new CotElement(NAME, List.of(), nodes);
    }

    /** A detail of these elements, in this order. */
    public static CotDetail of(DetailElement... elements) {
        List<CotNode> nodes = new ArrayList<>(elements.length);
        for (DetailElement element : elements) {
            nodes.add(element.toElement());
        }
        return new CotDetail(nodes);
    }

    /** Elements and text in document order; cannot be changed. */
    public List<CotNode> nodes() {
        return element.children();
    }

    /** The detail as the element that it is in a document. */
    public CotElement toElement() {
        return element;
    }

    /** The first element of this name. */
    public Optional<CotElement> element(String name) {
        return element.child(name);
    }

    /**
     * The first element of this name, read as a well-known one, for example {@code detail.element(Contact.NAME,
     * Contact::from)}. Empty when there is none or when it lacks what the record needs.
     */
    public <T> Optional<T> element(String name, Function<CotElement, Optional<T>> reader) {
        return element(name).flatMap(reader);
    }

    /** This detail without the elements of this name. */
    public CotDetail without(String name) {
        List<CotNode> rest = new ArrayList<>(nodes());
        rest.removeIf(node -> node instanceof CotElement child && child.name().equals(name));
        return rest.size() == nodes().size() ? this : new CotDetail(rest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CotDetail detail && element.equals(detail.element);
    }

    @Override
    public int hashCode() {
        return element.hashCode();
    }

    @Override
    public String toString() {
        return "CotDetail[nodes=" + nodes() + ']';
    }
}
