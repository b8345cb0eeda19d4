package org.cotgateway.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run of character data. CDATA sections are held as the text that they stand for. Immutable; safe on any thread. */
public final class CotText implements CotNode {

    private final String text;
    /** As that of {@link CotAttribute}. */
    private byte plainness;

    /** @param text the characters, unescaped */
    public CotText(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    /** The characters, unescaped. */
    public String text() {
        return text;
    }

    /** Whether the text {@link XmlChars#isPlain is plain}; looked at once, as {@link CotAttribute#isPlain}. */
    public boolean isPlain() {
        byte known = plainness;
        return known == XmlChars.PLAIN || known == 0 && look();
    }

    private boolean look() {
        byte found = XmlChars.plainness(text);
        plainness = found;
        return found == XmlChars.PLAIN;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CotText run && text.equals(run.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "CotText[text=" + text + ']';
    }
}
