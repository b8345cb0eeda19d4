package org.cotgateway.bench.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** The least, the median and the most of some figures; of an even number of them the median is between the middle two. */
public record Spread(double least, double median, double most) {

    public static Spread of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("least", least)
                .put("median", median)
                .put("most", most);
    }
}
