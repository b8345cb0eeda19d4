package org.cotgateway.codec;

import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Reads the texts of a message under the limits. */
final class TakTexts {

    private TakTexts() {}

    /** The current field as a text; null, and a violation more, if it is none or too long. */
    static @Nullable String read(ProtoCursor in, String name, XmlLimits limits, List<Violation> violations) {
        String text = in.text();
        if (text == null) {
            violations.add(Violation.of(name, null, "must be valid UTF-8"));
            return null;
        }
        if (text.length() > limits.maxTextChars()) {
            violations.add(
                    Violation.of(name, text.length() + " characters", "must be at most " + limits.maxTextChars()));
            return null;
        }
        return text;
    }
}
