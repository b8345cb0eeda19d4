package org.cotgateway.event;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code remarks}: free text about a thing, or what somebody says in a chat.
 *
 * @param text the words, possibly empty
 * @param source who wrote it; in a chat {@code BAO.F.ATAK.<uid>}
 * @param to whom it is for; in a chat the conversation
 * @param time when it was written, to the millisecond; null also when the text there is no time
 */
public record Remarks(
        String text,
        @Nullable String source,
        @Nullable String to,
        @Nullable Instant time) implements DetailElement {

    public static final String NAME = "remarks";

    /** Remarks that are only text. */
    public static Remarks of(String text) {
        return new Remarks(text, null, null, null);
    }

    /** Reads the element; it always is one. */
    public static Optional<Remarks> from(CotElement element) {
        return Optional.of(new Remarks(
                element.text(),
                element.attribute("source"),
                element.attribute("to"),
                CotTimes.parse(element.attribute("time"))));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("source", source)
                .attribute("to", to)
                .attribute("time", time == null ? null : CotTimes.text(time))
                .text(text)
                .build();
    }
}
