package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code contact}: how somebody is called and reached.
 *
 * @param callsign the name shown on the map
 * @param endpoint where direct messages go, {@code ip:port:tcp}, or {@code *:-1:stcp} for "through the server"
 * @param phone telephone number
 */
public record Contact(
        @Nullable String callsign,
        @Nullable String endpoint,
        @Nullable String phone) implements DetailElement {

    public static final String NAME = "contact";

    /** Somebody who is only named. */
    public static Contact of(String callsign) {
        return new Contact(callsign, null, null);
    }

    /** Somebody who takes messages at an endpoint. */
    public static Contact at(String callsign, String endpoint) {
        return new Contact(callsign, endpoint, null);
    }

    /** Reads the element; any of its attributes may be absent. */
    public static Optional<Contact> from(CotElement element) {
        return Optional.of(
                new Contact(element.attribute("callsign"), element.attribute("endpoint"), element.attribute("phone")));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("callsign", callsign)
                .attribute("endpoint", endpoint)
                .attribute("phone", phone)
                .build();
    }
}
