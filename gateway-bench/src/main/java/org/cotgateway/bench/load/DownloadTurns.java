package org.cotgateway.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.cotgateway.bench.report.RunRecord;

/** What the gateway, nginx and the program in C have done, case by case and round by round, and what a record says of it. */
final class DownloadTurns {

    /**
     * One turn.
     *
     * @param cpuUs processor time of the server for each answer, in microseconds
     * @param allocatedBytes what the server's threads allocated in the heap; none of a program that has no heap
     */
    record Measure(DownloadResult result, double cpuUs, OptionalLong allocatedBytes) {

        double allocatedBytesEach() {
            return (double) allocatedBytes.orElseThrow() / result.completed();
        }
    }

    /** Ours and the other's of one round. */
    private record Round(Measure ours, Measure theirs) {}

    /** What is made of both, so that more is better. */
    @FunctionalInterface
    private interface Comparison {
        double of(Measure ours, Measure theirs);
    }

    private final Map<DownloadCase, List<Round>> rounds = new TreeMap<>();
    private final Map<DownloadCase, List<Measure>> limits = new TreeMap<>();

    /** Adds a round of a case. */
    void add(DownloadCase turn, Measure ours, Measure theirs) {
        rounds.computeIfAbsent(turn, first -> new ArrayList<>()).add(new Round(ours, theirs));
    }

    /** Adds what the program in C has done in the round that was added last. */
    void addLimit(DownloadCase turn, Measure limit) {
        limits.computeIfAbsent(turn, first -> new ArrayList<>()).add(limit);
    }

    /** Puts all of it into a record. */
    void addTo(RunRecord.Builder record) {
        rounds.forEach((turn, all) -> {
            figures(record, turn, "gateway", all.stream().map(Round::ours).toList());
            figures(record, turn, "nginx", all.stream().map(Round::theirs).toList());
            ratios(record, turn, all);
            List<Measure> limit = limits.get(turn);
            if (limit != null) {
                figures(record, turn, "C", limit);
                limitRatios(record, turn, all, limit);
            }
        });
    }

    private static void figures(RunRecord.Builder record, DownloadCase turn, String who, List<Measure> measures) {
        String name = turn.figureKey() + "." + who.toLowerCase(Locale.ROOT) + ".";
        String words = turn.words() + ", " + who + ", ";
        double[] perSecond = each(measures, measure -> measure.result.perSecond());
        record.more(name + "requests_per_s", words + "answers", "requests/s", perSecond)
                .less(name + "p50_ms", words + "median", "ms", each(measures, m -> m.result.p50Ns() / 1e6))
                .less(name + "p99_ms", words + "99th percentile", "ms", each(measures, m -> m.result.p99Ns() / 1e6))
                .less(name + "cpu_us", words + "processor time", "us/request", each(measures, Measure::cpuUs))
                .less(
                        name + "driver_share",
                        words + "clients' share of a core",
                        "cores",
                        each(measures, m -> (double) m.result.cpuNs() / m.result.wallNs()));
        if (measures.stream().allMatch(measure -> measure.allocatedBytes.isPresent())) {
            record.less(
                    name + "allocated_bytes_per_request",
                    words + "allocated in the heap",
                    "B/request",
                    each(measures, Measure::allocatedBytesEach));
        }
        if (!turn.isPaced()) {
            record.point("http_" + turn.size().key(), who, turn.clients(), perSecond);
        }
    }

    private static double[] each(List<Measure> measures, ToDoubleFunction<Measure> figure) {
        return measures.stream().mapToDouble(figure).toArray();
    }

    /** Of a paced case both answer as many, and what there is to compare is how late. */
    private static void ratios(RunRecord.Builder record, DownloadCase turn, List<Round> all) {
        String key = turn.ratioKey();
        String words = turn.words() + ", to nginx, ";
        double[] perSecond = compared(all, (ours, theirs) -> ours.result.perSecond() / theirs.result.perSecond());
        double[] p50 = compared(all, (ours, theirs) -> (double) theirs.result.p50Ns() / ours.result.p50Ns());
        double[] p99 = compared(all, (ours, theirs) -> (double) theirs.result.p99Ns() / ours.result.p99Ns());
        double[] cpu = compared(all, (ours, theirs) -> theirs.cpuUs / ours.cpuUs);
        if (turn.isFewFlatOut()) {
            record.ratio(key + "_vs_nginx", words + "answers/s", turn.size().goal(), perSecond);
            record.ratio(key + "_p99_vs_nginx", words + "99th percentile", 1, p99);
        } else if (turn.isPaced()) {
            record.ratio(key + "_p50_vs_nginx", words + "median", p50);
            record.ratio(key + "_p99_vs_nginx", words + "99th percentile", 1, p99);
        } else {
            record.ratio(key + "_vs_nginx", words + "answers/s", perSecond);
            record.ratio(key + "_p99_vs_nginx", words + "99th percentile", p99);
        }
        record.ratio(key + "_cpu_vs_nginx", words + "processor time", cpu);
    }

    private static void limitRatios(RunRecord.Builder record, DownloadCase turn, List<Round> all, List<Measure> limit) {
        List<Round> beside = new ArrayList<>();
        for (int round = 0; round < all.size(); round++) {
            beside.add(new Round(all.get(round).ours, limit.get(round)));
        }
        String words = turn.words() + ", to the program in C, ";
        record.ratio(
                turn.ratioKey() + "_vs_c",
                words + "answers/s",
                compared(beside, (ours, theirs) -> ours.result.perSecond() / theirs.result.perSecond()));
        record.ratio(
                turn.ratioKey() + "_cpu_vs_c",
                words + "processor time",
                compared(beside, (ours, theirs) -> theirs.cpuUs / ours.cpuUs));
    }

    private static double[] compared(List<Round> all, Comparison comparison) {
        return all.stream()
                .mapToDouble(round -> comparison.of(round.ours, round.theirs))
                .toArray();
    }
}
