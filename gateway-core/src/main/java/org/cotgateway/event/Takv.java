package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code takv}: which software on which device made the event.
 *
 * @param device the hardware
 * @param platform the program
 * @param os the operating system
 * @param version the program's version
 */
public record Takv(
        @Nullable String device,
        @Nullable String platform,
        @Nullable String os,
        @Nullable String version) implements DetailElement {

    public static final String NAME = "takv";

    /** Reads the element; any of its attributes may be absent. */
    public static Optional<Takv> from(CotElement element) {
        return Optional.of(new Takv(
                element.attribute("device"),
                element.attribute("platform"),
                element.attribute("os"),
                element.attribute("version")));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("device", device)
                .attribute("platform", platform)
                .attribute("os", os)
                .attribute("version", version)
                .build();
    }
}
