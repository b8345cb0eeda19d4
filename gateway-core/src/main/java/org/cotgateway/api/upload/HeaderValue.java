package org.cotgateway.api.upload;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of a header with parameters, {@code form-data; name="event"; filename="a.jpg"} for example.
 *
 * @param value what stands in front of the parameters, in lower case
 * @param parameters by their names in lower case; of several of one name the first
 */
record HeaderValue(String value, Map<String, String> parameters) {

    HeaderValue {
        parameters = Map.copyOf(parameters);
    }

    /** Reads a header's value; empty if it is malformed. */
    static Optional<HeaderValue> parse(String text) {
        int end = text.indexOf(';');
        String value = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        int at = end;
        while (at >= 0 && at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return text.substring(at + 1).isBlank()
                        ? Optional.of(new HeaderValue(value, parameters))
                        : Optional.empty();
            }
            String name = text.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            int from = equals + 1;
            boolean quoted = from < text.length() && text.charAt(from) == '"';
            int to = quoted ? closingQuote(text, from + 1) : nextSemicolon(text, from);
            if (to < 0 || name.isEmpty()) {
                return Optional.empty();
            }
            parameters.putIfAbsent(
                    name,
                    quoted
                            ? unescaped(text.substring(from + 1, to))
                            : text.substring(from, to).strip());
            at = quoted ? nextSemicolon(text, to + 1) : to;
        }
        return Optional.of(new HeaderValue(value, parameters));
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    private static int nextSemicolon(String text, int from) {
        int found = text.indexOf(';', from);
        return found < 0 ? text.length() : found;
    }

    /** Where the quotes end; -1 if they do not. */
    private static int closingQuote(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                return i;
            }
            if (isEscape(text, i)) {
                i++;
            }
        }
        return -1;
    }

    /** Browsers write a backslash of a file's name as it is, so that it only counts in front of what needs one. */
    private static boolean isEscape(String text, int at) {
        return text.charAt(at) == '\\'
                && at + 1 < text.length()
                && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
