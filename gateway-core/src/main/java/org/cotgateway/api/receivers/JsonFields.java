package org.cotgateway.api.receivers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.event.Violation;
import org.cotgateway.json.JsonFault;
import org.jspecify.annotations.Nullable;

/**
 * An object of a small JSON document, asked for what it may hold. What is not as asked for is null and noted, with its path.
 * One document, one thread.
 */
final class JsonFields {

    private static final int MAX_DEPTH = 10;
    private static final int MAX_NUMBER_CHARS = 50;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .build())
            .build();

    private final String path;
    private final Map<?, ?> values;
    private final List<Violation> found;

    private JsonFields(String path, Map<?, ?> values, List<String> known, List<Violation> found) {
        this.path = path;
        this.values = values;
        this.found = found;
        for (Object key : values.keySet()) {
            if (!known.contains(key)) {
                wrong(
                        key.equals("") ? "\"\"" : key.toString(),
                        null,
                        "is unknown; allowed are " + String.join(", ", known));
            }
        }
    }

    /**
     * Reads a document.
     *
     * @param known the keys that it may have
     * @param found takes what is wrong with it
     * @return null if it is no JSON, or no object
     */
    static @Nullable JsonFields read(byte[] document, List<String> known, List<Violation> found) {
        try (JsonParser parser = JSON.createParser(document)) {
            Object root = parser.nextToken() == null ? null : value(parser);
            if (root != null && parser.nextToken() != null) {
                found.add(Violation.of("body", null, "must end with its object"));
            } else if (root instanceof Map<?, ?> object) {
                return new JsonFields("", object, known, found);
            } else {
                found.add(Violation.of("body", null, "must be an object"));
            }
        } catch (JsonProcessingException noJson) {
            String at = noJson.getLocation() == null
                    ? ""
                    : ", line " + noJson.getLocation().getLineNr() + " column "
                            + noJson.getLocation().getColumnNr();
            found.add(Violation.of("body", null, "is no JSON" + at + ": " + JsonFault.text(noJson)));
        } catch (IOException noText) {
            found.add(Violation.of("body", null, "is no text in UTF-8: " + noText.getMessage()));
        }
        return null;
    }

    /** Whether something is given for the key; null stands for nothing. */
    boolean has(String key) {
        return values.get(key) != null;
    }

    /** A text that must be there. */
    @Nullable
    String requiredText(String key) {
        if (!has(key)) {
            wrong(key, null, "is missing");
        }
        return text(key);
    }

    /** A text. */
    @Nullable
    String text(String key) {
        return as(String.class, key, "must be a text");
    }

    /** A number that must be there; not a number if it is none. */
    double requiredNumber(String key) {
        if (!has(key)) {
            wrong(key, null, "is missing");
        }
        Double number = as(Double.class, key, "must be a number");
        return number == null ? Double.NaN : number;
    }

    /** Texts; null if nothing is given. */
    @Nullable
    List<String> texts(String key) {
        List<?> items = as(List.class, key, "must be a list of texts");
        if (items == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof String text) {
                texts.add(text);
            } else {
                wrong(key + "[" + i + "]", String.valueOf(items.get(i)), "must be a text");
            }
        }
        return texts;
    }

    /** An object with these keys; null if nothing is given. */
    @Nullable
    JsonFields object(String key, List<String> known) {
        Map<?, ?> object = as(Map.class, key, "must be an object with " + String.join(", ", known));
        return object == null ? null : new JsonFields(path + key + ".", object, known, found);
    }

    /** Notes what is wrong with the value of a key. */
    void wrong(String key, @Nullable String value, String rule) {
        found.add(Violation.of(path + key, value, rule));
    }

    private <T> @Nullable T as(Class<T> type, String key, String rule) {
        Object value = values.get(key);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        wrong(key, String.valueOf(value), rule);
        return null;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    object.put(key, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }
}
