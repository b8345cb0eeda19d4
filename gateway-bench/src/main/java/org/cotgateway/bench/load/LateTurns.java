package org.cotgateway.bench.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.bench.report.Spread;

/** What made answers late in the rounds of one case. */
final class LateTurns {

    private final Map<LateAnswers.Cause, List<Double>> rounds = new EnumMap<>(LateAnswers.Cause.class);

    void add(Map<LateAnswers.Cause, Double> percent) {
        percent.forEach((cause, share) ->
                rounds.computeIfAbsent(cause, first -> new ArrayList<>()).add(share));
    }

    void addTo(RunRecord.Builder record, LoadCase of) {
        rounds.forEach((cause, shares) -> {
            String title = of.load() + ", " + of.who() + ": late while " + cause.title() + " had a processor";
            double[] percent = shares.stream().mapToDouble(Double::doubleValue).toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%s, %% of late answers: %.0f%n",
                    title,
                    Spread.of(percent).median());
            record.less(of.name() + ".late." + cause.label(), title, "%", percent);
        });
    }
}
