package org.cotgateway.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An event's detail: an ordered list of elements, with any text between them. Elements that nobody here knows are kept
 * as they came and go out as they came.
 *
 * @param nodes elements and text in document order; white space between elements is not kept
 */
public record CotDetail(List<CotNode> nodes) {

    /** A detail without content. */
    public static final CotDetail EMPTY = new CotDetail(List.of());

    public CotDetail {
        nodes = List.copyOf(nodes);
    }

    /** A detail of these elements, in this order. */
    public static CotDetail of(DetailElement... elements) {
        List<CotNode> nodes = new ArrayList<>(elements.length);
        for (DetailElement element : elements) {
            nodes.add(element.toElement());
        }
        return new CotDetail(nodes);
    }

    /** The first element of this name. */
    public Optional<CotElement> element(String name) {
        for (CotNode node : nodes) {
            if (node instanceof CotElement element && element.name().equals(name)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
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
        List<CotNode> rest = new ArrayList<>(nodes);
        rest.removeIf(
                node -> node instanceof CotElement element && element.name().equals(name));
        return rest.size() == nodes.size() ? this : new CotDetail(rest);
    }
}
