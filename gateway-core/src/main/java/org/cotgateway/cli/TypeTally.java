package org.cotgateway.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.event.CotType;

/** How many events of which family of types: of {@code a-f-G-U-C} that is {@code a-f}. Not thread-safe. */
final class TypeTally {

    /** An enemy of ours may send a new type with each event. */
    private static final int MAX_FAMILIES = 1_000;

    private static final String OTHERS = "others";

    private final Map<String, Long> counts = new HashMap<>();

    void add(String type) {
        int first = type.indexOf('-');
        int second = first < 0 ? -1 : type.indexOf('-', first + 1);
        String family = second < 0 ? type : type.substring(0, second);
        boolean room = counts.containsKey(family) || counts.size() < MAX_FAMILIES;
        counts.merge(room ? family : OTHERS, 1L, Long::sum);
    }

    /** The families and their counts, the most frequent first. */
    Map<String, Long> counts() {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        Map<String, Long> ordered = new LinkedHashMap<>();
        sorted.forEach(each -> ordered.put(each.getKey(), each.getValue()));
        return ordered;
    }

    /** A type in words; empty if it is none. */
    static String meaning(String type) {
        CotType known = CotType.parse(type).type();
        return known == null ? "" : known.explain();
    }
}
