package org.cotgateway.bench.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Results that are the same things of several, as a table: a row for each of whom, a column for each thing. They are titled
 * {@code whom: thing}.
 *
 * @param columns the things
 * @param rows of each of whom the results that there are, by their columns
 */
record ResultTable(List<String> columns, Map<String, Map<String, Result>> rows) {

    private static final String BETWEEN = ": ";

    /** Takes the ratios of ways to run the gateway beside the usual one out of these. */
    static ResultTable takeVariants(Map<String, Result> ratios) {
        return take(ratios, name -> name.startsWith("variant_"));
    }

    /** What the threads that carry events do for each, of all figures; these stay. */
    static ResultTable profile(Map<String, Result> figures) {
        return take(
                new LinkedHashMap<>(figures), name -> name.contains(".profile.") || name.contains(".syscalls_per_"));
    }

    private static ResultTable take(Map<String, Result> results, Predicate<String> belongs) {
        List<String> columns = new ArrayList<>();
        Map<String, Map<String, Result>> rows = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Result>> each = results.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Result> result = each.next();
            String title = result.getValue().title();
            int between = title.indexOf(BETWEEN);
            if (belongs.test(result.getKey()) && between >= 0) {
                String column = title.substring(between + BETWEEN.length());
                if (!columns.contains(column)) {
                    columns.add(column);
                }
                rows.computeIfAbsent(title.substring(0, between), first -> new LinkedHashMap<>())
                        .put(column, result.getValue());
                each.remove();
            }
        }
        return new ResultTable(columns, rows);
    }
}
