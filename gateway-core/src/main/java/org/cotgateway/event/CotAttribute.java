package org.cotgateway.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One attribute of an element. Immutable; safe on any thread. */
public final class CotAttribute {

    private final String name;
    private final String value;
    /** 0 until somebody has asked; threads that ask at the same time all find the same, as with a String's hash. */
    private byte plainness;

    /**
     * @param name the name as it stands in the document, with its prefix if it has one
     * @param value the value, unescaped
     */
    public CotAttribute(String name, String value) {
        this.name = Objects.requireNonNull(name, "name");
        this.value = Objects.requireNonNull(value, "value");
    }

    /** The name as it stands in the document, with its prefix if it has one. */
    public String name() {
        return name;
    }

    /** The value, unescaped. */
    public String value() {
        return value;
    }

    /**
     * Whether the value {@link XmlChars#isPlain is plain}. It is looked at once only: the rules, which every event of others
     * is checked by, and the writers ask.
     */
    public boolean isPlain() {
        byte known = plainness;
        return known == XmlChars.PLAIN || known == 0 && look();
    }

    private boolean look() {
        byte found = XmlChars.plainness(value);
        plainness = found;
        return found == XmlChars.PLAIN;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CotAttribute attribute && name.equals(attribute.name) && value.equals(attribute.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + value.hashCode();
    }

    @Override
    public String toString() {
        return "CotAttribute[name=" + name + ", value=" + value + ']';
    }
}
