package org.cotgateway.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.cotgateway.bench.report.Spread;

/**
 * The figures of a relay load run: the ratios first, each made within one round, then every case; of all of them the
 * median, the least and the most of the rounds. Every case must have been measured as often as the others.
 */
final class RelayReport {

    private final String heading;
    private final Map<RelayCase, List<RelayMeasure>> measures = new EnumMap<>(RelayCase.class);

    RelayReport(String heading) {
        this.heading = heading;
    }

    void add(RelayCase measured, RelayMeasure measure) {
        measures.computeIfAbsent(measured, first -> new ArrayList<>()).add(measure);
    }

    /** A figure of a case, round by round. */
    double[] figures(RelayCase measured, ToDoubleFunction<RelayMeasure> figure) {
        return measures.getOrDefault(measured, List.of()).stream()
                .mapToDouble(figure)
                .toArray();
    }

    String table() {
        StringBuilder table = new StringBuilder(heading).append("\n\n");
        table.append(format("%-58s %s%n", "ratio", "median (least to most)"));
        for (RelayRatio ratio : RelayRatio.values()) {
            table.append(format("%-58s %s%n", ratio.title(), range("%.2f", Spread.of(ratio.of(this)))));
        }
        table.append(format(
                "%n%-18s %-22s %-36s %-26s %-26s %-14s %s%n",
                "load",
                "relay",
                "events/s",
                "relay's CPU, ns/event",
                "its loop's, ns/event",
                "driver's CPU",
                "latency p50, p99, max, ms"));
        for (RelayCase measured : RelayCase.values()) {
            table.append(row(measured));
        }
        return table.toString();
    }

    private String row(RelayCase measured) {
        String row = format(
                "%-18s %-22s %-36s %-26s %-26s %-14s",
                measured.load(),
                measured.relay(),
                range("%,.0f", spread(measured, RelayMeasure::eventsPerSecond)),
                range("%.0f", spread(measured, RelayMeasure::relayCpuNsPerEvent)),
                range("%.0f", spread(measured, RelayMeasure::loopCpuNsPerEvent)),
                format("%.0f %%", spread(measured, RelayMeasure::driveCpuShare).median() * 100));
        if (measured.latencyMatters()) {
            row += format(
                    " %.2f, %s, %s",
                    spread(measured, RelayMeasure::p50Ms).median(),
                    range("%.2f", spread(measured, RelayMeasure::p99Ms)),
                    range("%.2f", spread(measured, RelayMeasure::maxMs)));
        }
        return row.stripTrailing() + "\n";
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("heading", heading);
        ObjectNode ratios = json.putObject("ratios");
        for (RelayRatio ratio : RelayRatio.values()) {
            ratios.set(ratio.name(), Spread.of(ratio.of(this)).json());
        }
        ObjectNode cases = json.putObject("cases");
        for (RelayCase measured : RelayCase.values()) {
            ObjectNode figures = cases.putObject(measured.name());
            figures.put("load", measured.load()).put("relay", measured.relay());
            figures.set(
                    "eventsPerSecond",
                    spread(measured, RelayMeasure::eventsPerSecond).json());
            figures.set(
                    "relayCpuNsPerEvent",
                    spread(measured, RelayMeasure::relayCpuNsPerEvent).json());
            figures.set(
                    "loopCpuNsPerEvent",
                    spread(measured, RelayMeasure::loopCpuNsPerEvent).json());
            figures.set(
                    "driveCpuShare",
                    spread(measured, RelayMeasure::driveCpuShare).json());
            if (measured.latencyMatters()) {
                figures.set("p50Ms", spread(measured, RelayMeasure::p50Ms).json());
                figures.set("p99Ms", spread(measured, RelayMeasure::p99Ms).json());
                figures.set("p999Ms", spread(measured, RelayMeasure::p999Ms).json());
                figures.set("maxMs", spread(measured, RelayMeasure::maxMs).json());
            }
        }
        try {
            return JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Spread spread(RelayCase measured, ToDoubleFunction<RelayMeasure> figure) {
        return Spread.of(figures(measured, figure));
    }

    private static String range(String number, Spread spread) {
        return format(number + " (" + number + " to " + number + ")", spread.median(), spread.least(), spread.most());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
