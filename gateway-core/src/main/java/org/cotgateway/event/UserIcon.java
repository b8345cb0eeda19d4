package org.cotgateway.event;

import java.util.Optional;

/**
 * {@code usericon}: the icon that a marker is drawn with in place of its type's symbol.
 *
 * @param iconsetpath the icon set's id, the group and the file, for example {@code <uuid>/Google/placemark.png}
 */
public record UserIcon(String iconsetpath) implements DetailElement {

    public static final String NAME = "usericon";

    /** Reads the element; empty without a path. */
    public static Optional<UserIcon> from(CotElement element) {
        return Optional.ofNullable(element.attribute("iconsetpath")).map(UserIcon::new);
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME).attribute("iconsetpath", iconsetpath).build();
    }
}
