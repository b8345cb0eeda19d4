package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code emergency}: somebody calls for help, or no longer does.
 *
 * @param type the alert's name as devices show it, null in a cancellation
 * @param cancel whether the alert is over
 * @param text the callsign of the one in need
 */
public record Emergency(@Nullable String type, boolean cancel, String text) implements DetailElement {

    public static final String NAME = "emergency";

    /** The alerts that ATAK can raise. */
    public enum Kind {
        ALERT_911("b-a-o-tbl", "911 Alert"),
        RING_THE_BELL("b-a-o-pan", "Ring The Bell"),
        IN_CONTACT("b-a-o-opn", "In Contact"),
        GEOFENCE_BREACHED("b-a-g", "Geo-fence Breached");

        private final String eventType;
        private final String label;

        Kind(String eventType, String label) {
            this.eventType = eventType;
            this.label = label;
        }

        /** The type of the event that raises it. */
        public String eventType() {
            return eventType;
        }

        /** Its name as devices show it, the {@link Emergency#type()}. */
        public String label() {
            return label;
        }
    }

    /** Reads the element; it always is one. */
    public static Optional<Emergency> from(CotElement element) {
        boolean cancel = Boolean.parseBoolean(element.attribute("cancel"));
        return Optional.of(new Emergency(element.attribute("type"), cancel, element.text()));
    }

    @Override
    public CotElement toElement() {
        @Nullable String over = cancel ? "true" : null;
        return CotElement.named(NAME)
                .attribute("type", type)
                .attribute("cancel", over)
                .text(text)
                .build();
    }
}
