package org.cotgateway.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ratios of ways to run the gateway beside the usual one, as a table: a row for each way, a column for each thing that is
 * compared. Those are the ratios named {@code variant_...} and titled {@code way: thing}.
 *
 * @param columns the things
 * @param rows the ways, and of each the results that there are, by their columns
 */
record VariantTable(List<String> columns, Map<String, Map<String, Result>> rows) {

    private static final String PREFIX = "variant_";
    private static final String BETWEEN = ": ";

    /** Takes the ratios that belong to it out of these. */
    static VariantTable takeFrom(Map<String, Result> ratios) {
        List<String> columns = new ArrayList<>();
        Map<String, Map<String, Result>> rows = new LinkedHashMap<>();
        ratios.entrySet().removeIf(ratio -> {
            String title = ratio.getValue().title();
            int between = title.indexOf(BETWEEN);
            if (!ratio.getKey().startsWith(PREFIX) || between < 0) {
                return false;
            }
            String column = title.substring(between + BETWEEN.length());
            if (!columns.contains(column)) {
                columns.add(column);
            }
            rows.computeIfAbsent(title.substring(0, between), first -> new LinkedHashMap<>())
                    .put(column, ratio.getValue());
            return true;
        });
        return new VariantTable(columns, rows);
    }
}
