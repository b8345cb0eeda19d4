package org.cotgateway.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ratio or a figure as the report has it.
 *
 * @param run which run measured it
 * @param title what it is, in words
 * @param unit what it counts; empty for a ratio
 * @param moreIsBetter always for a ratio
 * @param goal the least that is wanted, or the most where less is better, if anything is
 * @param rounds its value in each round; at least one, all finite
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Result(
        String run,
        String title,
        String unit,
        boolean moreIsBetter,
        @Nullable Double goal,
        List<Double> rounds) {

    Result {
        rounds = List.copyOf(rounds);
    }

    @JsonProperty
    double min() {
        return spread().least();
    }

    @JsonProperty
    double median() {
        return spread().median();
    }

    @JsonProperty
    double max() {
        return spread().most();
    }

    /** Whether the median is as good as wanted; true if nothing is wanted. */
    boolean isMet() {
        return meets(median());
    }

    /** In how many rounds it is as good as wanted. */
    long roundsMet() {
        return rounds.stream().filter(this::meets).count();
    }

    private boolean meets(double value) {
        return goal == null || (moreIsBetter ? value >= goal : value <= goal);
    }

    private Spread spread() {
        return Spread.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
