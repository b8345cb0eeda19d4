package org.cotgateway.config;

import java.util.List;
import org.cotgateway.event.TextPosition;

/** What stands in a YAML text, with the place where it stands. Immutable. */
sealed interface YamlNode {

    TextPosition at();

    /**
     * A text or number, as it stands there.
     *
     * @param plain whether it stands there without quotes
     */
    record Scalar(String text, boolean plain, TextPosition at) implements YamlNode {

        /** Whether nothing is meant: an empty plain scalar, {@code ~} or {@code null}. */
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    record Sequence(List<YamlNode> items, TextPosition at) implements YamlNode {}

    /** Entries in the text's order; a key may be there twice. */
    record Mapping(List<Entry> entries, TextPosition at) implements YamlNode {}

    record Entry(String key, TextPosition at, YamlNode value) {}
}
