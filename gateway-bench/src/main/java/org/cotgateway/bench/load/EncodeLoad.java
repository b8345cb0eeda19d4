package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.bench.codec.IntakeBenchmark;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What one event costs: as XML, when it has been looked at before and when not, beside {@code format.c}, which writes the
 * same events to the same bytes, and beside Aalto's writer; and taken in from a stream, beside Aalto's reader over the same
 * bytes. Ours and Aalto's are JMH's benchmarks, each turn a JVM of its own that warms up first; the C program has a turn
 * before and after ours. Where Node has it, {@code @tak-ps/node-cot} writes and reads the same events, too.
 *
 * <p>Prints a table and writes the record {@code encode}. Run it by {@code scripts/bench encode}.
 */
@Command(name = "EncodeLoad", description = "Measures the writing and the taking in of an event.")
public final class EncodeLoad implements Callable<Integer> {

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(
            names = "--node-packages",
            paramLabel = "DIR",
            description = "The directory in which npm has installed @tak-ps/node-cot; it is left out unless told.")
    private @Nullable Path nodePackages;

    private final Map<JmhTurn, List<JmhTurn.Score>> scores = new EnumMap<>(JmhTurn.class);
    private final List<Double> formatterNs = new ArrayList<>();
    private final List<Double> nodeWriteNs = new ArrayList<>();
    private final List<Double> nodeReadNs = new ArrayList<>();
    private @Nullable String nodeCotVersion;

    EncodeLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new EncodeLoad(), args);
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        options.requireRounds();
        List<CotEvent> events = SampleEvents.of(SampleEvents.Kind.TYPICAL, SampleEvents.USUAL_COUNT);
        try (Formatter formatter = new Formatter(options.program("format"), events);
                NodeCot node = startNodeCot(events)) {
            for (int round = 0; round < options.rounds(); round++) {
                if (node != null && round % 2 == 1) {
                    turn(node);
                }
                turns(formatter, round);
                if (node != null && round % 2 == 0) {
                    turn(node);
                }
            }
        }
        options.finish(record());
        return 0;
    }

    /** With its first turns behind it, since it runs on through all rounds. */
    private @Nullable NodeCot startNodeCot(List<CotEvent> written) throws IOException {
        if (nodePackages == null) {
            System.out.println("node-cot is left out, since no --node-packages is told");
            return null;
        }
        List<CotEvent> read = SampleEvents.of(SampleEvents.Kind.MIXED, IntakeBenchmark.EVENTS);
        NodeCot node = new NodeCot(nodePackages, written, read);
        nodeCotVersion = node.version();
        node.writeNs(nodeMs());
        node.readNs(nodeMs());
        return node;
    }

    private int nodeMs() {
        return options.either(2_000, 300);
    }

    private void turn(NodeCot node) throws IOException {
        nodeWriteNs.add(node.writeNs(nodeMs()));
        nodeReadNs.add(node.readNs(nodeMs()));
    }

    /** Forwards and backwards by turns. What warms up is each turn for itself, so no round goes before. */
    private void turns(Formatter formatter, int round) throws IOException, RunnerException {
        List<JmhTurn> order = Arrays.asList(JmhTurn.values());
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        int formatMs = options.either(2_000, 400);
        for (JmhTurn turn : order) {
            double before = turn == JmhTurn.WRITE ? formatter.nsPerEvent(formatMs) : 0;
            scores.computeIfAbsent(turn, first -> new ArrayList<>()).add(turn.run(options));
            if (turn == JmhTurn.WRITE) {
                formatterNs.add((before + formatter.nsPerEvent(formatMs)) / 2);
            }
        }
    }

    private RunRecord record() throws IOException {
        RunRecord.Builder record = options.record("encode");
        double[] c = array(formatterNs);
        record.less("encode.c.ns_per_event", "an event as XML, C formatter", "ns/event", c);
        for (JmhTurn turn : JmhTurn.values()) {
            record.less(turn.key() + ".ns_per_event", turn.title(), "ns/event", ns(turn));
            if (turn.hasGarbageOfItsOwn()) {
                record.less(turn.bytesKey(), turn.title() + ", garbage", "B/op", bytes(turn));
            }
        }
        record.ratio(
                        "encode_vs_c",
                        "XML writer: time of the C formatter / ours",
                        1 / 1.15,
                        quotients(c, ns(JmhTurn.WRITE)))
                .ratio(
                        "encode_first_vs_c",
                        "XML writer, events that nobody has looked at: time of the C formatter / ours",
                        quotients(c, ns(JmhTurn.WRITE_FIRST)))
                .ratio(
                        "encode_vs_aalto",
                        "XML writer: time of Aalto's StAX writer / ours",
                        5,
                        quotients(ns(JmhTurn.AALTO_WRITER), ns(JmhTurn.WRITE)))
                .ratio(
                        "intake_vs_aalto",
                        "XML split, read and checked: time of Aalto's reader alone / ours",
                        1 / 1.2,
                        quotients(ns(JmhTurn.AALTO_READER), ns(JmhTurn.INTAKE)))
                .ratio(
                        "intake_bytes_vs_aalto",
                        "XML split, read and checked: garbage of Aalto's reader alone / ours",
                        1,
                        quotients(bytes(JmhTurn.AALTO_READER), bytes(JmhTurn.INTAKE)));
        if (nodeCotVersion != null) {
            addNodeCot(record, nodeCotVersion);
        }
        return record.build();
    }

    private void addNodeCot(RunRecord.Builder record, String version) {
        String nodeCot = "node-cot " + version;
        double[] write = array(nodeWriteNs);
        double[] read = array(nodeReadNs);
        record.version("node-cot", version)
                .less("encode.node_cot.ns_per_event", "an event as XML, " + nodeCot, "ns/event", write)
                .less("intake_xml.node_cot.ns_per_event", "an event read and checked, " + nodeCot, "ns/event", read)
                .ratio("encode_vs_node_cot", "XML writer: time of node-cot / ours", quotients(write, ns(JmhTurn.WRITE)))
                .ratio(
                        "intake_vs_node_cot",
                        "XML split, read and checked: time of node-cot / ours",
                        quotients(read, ns(JmhTurn.INTAKE)));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double[] ns(JmhTurn turn) {
        return scores.getOrDefault(turn, List.of()).stream()
                .mapToDouble(JmhTurn.Score::ns)
                .toArray();
    }

    private double[] bytes(JmhTurn turn) {
        return scores.getOrDefault(turn, List.of()).stream()
                .mapToDouble(JmhTurn.Score::bytes)
                .toArray();
    }

    private static double[] quotients(double[] of, double[] by) {
        double[] quotients = new double[of.length];
        for (int i = 0; i < of.length; i++) {
            quotients[i] = of[i] / by[i];
        }
        return quotients;
    }
}
