package org.cotgateway.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a document that mean nothing in an event, with how often each stood there, as answers name them: a bounded number
 * of them. One thread at a time.
 */
public final class IgnoredFields {

    /** How many are told apart. */
    private static final int MAX_FIELDS = 100;

    private static final int MAX_FIELD_CHARS = 200;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long leftOut;

    /** Counts one more. */
    public void add(String field) {
        String named = field.length() > MAX_FIELD_CHARS ? field.substring(0, MAX_FIELD_CHARS) + "..." : field;
        if (counts.size() < MAX_FIELDS || counts.containsKey(named)) {
            counts.merge(named, 1L, Long::sum);
        } else {
            leftOut++;
        }
    }

    /** They as {@code ignored} of an answer: objects with {@code field} and {@code count}, in the order of their coming. */
    public List<Map<String, Object>> named() {
        List<Map<String, Object>> named = new ArrayList<>();
        counts.forEach((field, count) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("field", field);
            one.put("count", count);
            named.add(one);
        });
        return named;
    }

    /** How many more there were than are told apart. */
    public long leftOut() {
        return leftOut;
    }
}
