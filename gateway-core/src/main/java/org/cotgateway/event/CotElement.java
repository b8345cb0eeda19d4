package org.cotgateway.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of an event's detail exactly as it came: attributes and children in their order, text untouched. This is
 * the truth about an element; the records for the well-known ones ({@link Contact} and its like) are views of it, so
 * that an attribute which a record does not model is never lost.
 *
 * <p>Immutable; safe on any thread.
 */
public final class CotElement implements CotNode, DetailElement {

    private static final Sequence<CotAttribute> NO_ATTRIBUTES = new Sequence<>(new CotAttribute[0]);
    private static final Sequence<CotNode> NO_CHILDREN = new Sequence<>(new CotNode[0]);

    private final String name;
    private final Sequence<CotAttribute> attributes;
    private final Sequence<CotNode> children;
    /** Those of the two lists: what the writers go through, for whom the way over a list is too long. */
    private final CotAttribute[] attributeArray;

    private final CotNode[] childArray;

    /**
     * @param name the name as it stands in the document, with its prefix if it has one
     * @param attributes in document order, names unique
     * @param children elements and text in document order
     */
    public CotElement(String name, List<CotAttribute> attributes, List<CotNode> children) {
        this.name = Objects.requireNonNull(name, "name");
        this.attributes = Sequence.of(attributes, NO_ATTRIBUTES);
        this.children = Sequence.of(children, NO_CHILDREN);
        attributeArray = this.attributes.elements;
        childArray = this.children.elements;
    }

    /**
     * An element with these attributes and nothing else.
     *
     * @param attributes in their order, names unique, none null; the array is taken over and not to be changed any more
     */
    public static CotElement of(String name, CotAttribute... attributes) {
        return new CotElement(name, new Sequence<>(attributes), NO_CHILDREN);
    }

    /** An element with this text and nothing else, or with nothing at all if it is empty. */
    public static CotElement ofText(String name, String text) {
        return new CotElement(
                name, NO_ATTRIBUTES, text.isEmpty() ? NO_CHILDREN : new Sequence<>(new CotNode[] {new CotText(text)}));
    }

    /** Starts an element of this name. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The name as it stands in the document, with its prefix if it has one. */
    public String name() {
        return name;
    }

    /** In document order, names unique; cannot be changed. */
    public List<CotAttribute> attributes() {
        return attributes;
    }

    /** How many attributes there are. */
    public int attributeCount() {
        return attributeArray.length;
    }

    /** One of {@link #attributes}. */
    public CotAttribute attributeAt(int index) {
        return attributeArray[index];
    }

    /** Elements and text in document order; cannot be changed. */
    public List<CotNode> children() {
        return children;
    }

    /** How many children there are. */
    public int childCount() {
        return childArray.length;
    }

    /** One of {@link #children}. */
    public CotNode childAt(int index) {
        return childArray[index];
    }

    /** The value of the attribute of this name, or null. */
    public @Nullable String attribute(String attributeName) {
        for (CotAttribute attribute : attributes) {
            if (attribute.name().equals(attributeName)) {
                return attribute.value();
            }
        }
        return null;
    }

    /** The first child element of this name. */
    public Optional<CotElement> child(String childName) {
        for (CotNode child : children) {
            if (child instanceof CotElement element && element.name.equals(childName)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** All child elements of this name, in order. */
    public List<CotElement> childrenNamed(String childName) {
        List<CotElement> found = new ArrayList<>();
        for (CotNode child : children) {
            if (child instanceof CotElement element && element.name.equals(childName)) {
                found.add(element);
            }
        }
        return found;
    }

    /** The text directly in this element, its runs joined; empty if there is none. */
    public String text() {
        if (children.size() == 1 && children.get(0) instanceof CotText only) {
            return only.text();
        }
        StringBuilder joined = new StringBuilder();
        for (CotNode child : children) {
            if (child instanceof CotText run) {
                joined.append(run.text());
            }
        }
        return joined.toString();
    }

    @Override
    public CotElement toElement() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CotElement element
                && name.equals(element.name)
                && attributes.equals(element.attributes)
                && children.equals(element.children);
    }

    @Override
    public int hashCode() {
        return (31 * name.hashCode() + attributes.hashCode()) * 31 + children.hashCode();
    }

    @Override
    public String toString() {
        return "CotElement[name=" + name + ", attributes=" + attributes + ", children=" + children + ']';
    }

    /** Builds an element; attributes and children keep the order of the calls. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<CotAttribute> attributes = new ArrayList<>();
        private final List<CotNode> children = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Adds an attribute; a null value leaves it out. A double is written with the fewest digits that read back to
         * the same, without exponent; anything else by its {@code toString}.
         */
        public Builder attribute(String attributeName, @Nullable Object value) {
            if (value != null) {
                String text = value instanceof Double number ? Decimals.text(number) : value.toString();
                attributes.add(new CotAttribute(attributeName, text));
            }
            return this;
        }

        /** Adds a child element. */
        public Builder child(DetailElement child) {
            children.add(child.toElement());
            return this;
        }

        /** Adds a run of text; an empty one is left out. */
        public Builder text(String text) {
            if (!text.isEmpty()) {
                children.add(new CotText(text));
            }
            return this;
        }

        public CotElement build() {
            return new CotElement(name, attributes, children);
        }
    }
}
