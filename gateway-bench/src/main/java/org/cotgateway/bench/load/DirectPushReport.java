package org.cotgateway.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The figures of a direct-push load run: for each pusher the median, least and most of its rounds, wall clock and
 * processor time, and what the gateway's medians are as a multiple of the C program's.
 */
final class DirectPushReport {

    private final int devices;
    private final int messageBytes;
    private final RoundCost[] closing;
    private final RoundCost[] waiting;
    private final RoundCost[] gateway;
    private int turns;

    DirectPushReport(int devices, int messageBytes, int turns) {
        this.devices = devices;
        this.messageBytes = messageBytes;
        this.closing = new RoundCost[turns];
        this.waiting = new RoundCost[turns];
        this.gateway = new RoundCost[turns];
    }

    void add(RoundCost closingCost, RoundCost waitingCost, RoundCost gatewayCost) {
        closing[turns] = closingCost;
        waiting[turns] = waitingCost;
        gateway[turns] = gatewayCost;
        turns++;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append(format("%d devices, %d bytes each, %d turns%n%n", devices, messageBytes, turns));
        table.append(
                format("%-32s %-26s %-26s%n", "ms a round: median (least to most)", "wall clock", "processor time"));
        appendRow(table, "C, closes at once", closing);
        appendRow(table, "C, waits for the FIN", waiting);
        appendRow(table, "gateway, waits for the FIN", gateway);
        table.append(format(
                "%ngateway / C that closes at once:    wall clock %.2f, processor time %.2f%n",
                ratio(closing, RoundCost::wallNs), ratio(closing, RoundCost::cpuNs)));
        table.append(format(
                "gateway / C that waits for the FIN: wall clock %.2f, processor time %.2f%n",
                ratio(waiting, RoundCost::wallNs), ratio(waiting, RoundCost::cpuNs)));
        return table.toString();
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("devices", devices).put("messageBytes", messageBytes).put("turns", turns);
        json.set("cClosesAtOnce", costs(closing));
        json.set("cWaitsForFin", costs(waiting));
        json.set("gateway", costs(gateway));
        json.set("gatewayToCClosesAtOnce", ratios(closing));
        json.set("gatewayToCWaitsForFin", ratios(waiting));
        try {
            return JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void appendRow(StringBuilder table, String name, RoundCost[] costs) {
        table.append(format(
                "%-34s %-26s %-26s%n",
                name, range(sorted(costs, RoundCost::wallNs)), range(sorted(costs, RoundCost::cpuNs))));
    }

    private static String range(long[] sortedNs) {
        return format(
                "%.2f (%.2f to %.2f)", median(sortedNs) / 1e6, sortedNs[0] / 1e6, sortedNs[sortedNs.length - 1] / 1e6);
    }

    private static ObjectNode costs(RoundCost[] costs) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("wallNs", spread(sorted(costs, RoundCost::wallNs)));
        node.set("cpuNs", spread(sorted(costs, RoundCost::cpuNs)));
        return node;
    }

    private static ObjectNode spread(long[] sortedNs) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("median", median(sortedNs))
                .put("least", sortedNs[0])
                .put("most", sortedNs[sortedNs.length - 1]);
    }

    private ObjectNode ratios(RoundCost[] yardstick) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("wall", ratio(yardstick, RoundCost::wallNs))
                .put("cpu", ratio(yardstick, RoundCost::cpuNs));
    }

    private double ratio(RoundCost[] yardstick, ToLongFunction<RoundCost> figure) {
        return (double) median(sorted(gateway, figure)) / median(sorted(yardstick, figure));
    }

    private static long[] sorted(RoundCost[] costs, ToLongFunction<RoundCost> figure) {
        return Arrays.stream(costs).mapToLong(figure).sorted().toArray();
    }

    /** The middle one, of an even number the upper of the two. */
    private static long median(long[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
