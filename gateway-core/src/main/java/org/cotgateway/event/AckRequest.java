package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ackrequest}: asks the device to say whether it could download the file of the {@link FileShare} beside it.
 *
 * @param uid what the acknowledgement is recognised by
 * @param ackRequested whether one is wanted; without this attribute ATAK ignores the whole file request
 * @param tag free text that comes back, usually the file's title
 */
public record AckRequest(
        String uid, boolean ackRequested, @Nullable String tag) implements DetailElement {

    public static final String NAME = "ackrequest";

    /** Reads the element; empty when {@code uid} or {@code ackrequested} is missing. */
    public static Optional<AckRequest> from(CotElement element) {
        String uid = element.attribute("uid");
        String requested = element.attribute("ackrequested");
        return uid == null || requested == null
                ? Optional.empty()
                : Optional.of(new AckRequest(uid, Boolean.parseBoolean(requested), element.attribute("tag")));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("uid", uid)
                .attribute("ackrequested", ackRequested)
                .attribute("tag", tag)
                .build();
    }
}
