package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.bench.report.Spread;

/**
 * What the thread that carries the events does for each delivery, of the gateway and of whom it is compared with: the
 * counters in as many rounds as the run has, in turns forwards and backwards, then where the time goes in one turn of each.
 */
final class ThreadProfile {

    /** Looks at the thread of a process that carries the events, while a turn is taken. */
    @FunctionalInterface
    interface Look {
        void at(long pid, SystemCalls.Turn turn) throws IOException;
    }

    /** Starts what a turn needs, has it looked at and ends it. */
    @FunctionalInterface
    interface Subject {
        void show(Look look) throws IOException;
    }

    private final Map<LoadCase, Subject> subjects = new LinkedHashMap<>();
    private final Map<LoadCase, Map<ThreadCounters.Counted, List<Double>>> counted = new LinkedHashMap<>();
    private final String per;

    /** @param per what all of it is for: a {@code delivery}, or a {@code request} */
    ThreadProfile(String per) {
        this.per = per;
    }

    ThreadProfile of(LoadCase measured, Subject subject) {
        subjects.put(measured, subject);
        counted.put(measured, new EnumMap<>(ThreadCounters.Counted.class));
        return this;
    }

    /** Whether there is a {@code perf}, and it may watch a program that somebody else has started. */
    static boolean canBeHad() {
        try {
            Process somebody = new ProcessBuilder("sleep", "60").start();
            try (Perf perf = Perf.of(List.of("stat", "-e", "task-clock"), Long.toString(somebody.pid()))) {
                perf.begin();
                perf.end();
                return true;
            } finally {
                somebody.destroyForcibly();
            }
        } catch (IOException notHere) {
            return false;
        }
    }

    /**
     * Takes all turns, and puts what they show into a record.
     *
     * @param directory gets a file for each, {@code NAME.functions.txt}: all functions with their shares
     */
    void take(int rounds, Path directory, RunRecord.Builder record) throws IOException {
        List<Map.Entry<LoadCase, Subject>> order = new ArrayList<>(subjects.entrySet());
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<LoadCase, Subject> each : order) {
                each.getValue().show((pid, turn) -> add(each.getKey(), ThreadCounters.perDelivery(pid, turn)));
            }
            Collections.reverse(order);
        }
        for (Map.Entry<LoadCase, Subject> each : subjects.entrySet()) {
            LoadCase measured = each.getKey();
            counted.getOrDefault(measured, Map.of())
                    .forEach((what, all) ->
                            put(record, measured, what.label(), what.title(), what.unit() + "/" + per, all));
            Path functions = directory.resolve(measured.name() + ".functions.txt");
            each.getValue()
                    .show((pid, turn) -> ThreadSamples.shares(pid, turn, functions)
                            .forEach((place, share) ->
                                    put(record, measured, place.label(), place.title(), "%", List.of(share))));
        }
    }

    private void add(LoadCase measured, Map<ThreadCounters.Counted, Double> round) {
        Map<ThreadCounters.Counted, List<Double>> all = counted.getOrDefault(measured, Map.of());
        round.forEach((what, each) ->
                all.computeIfAbsent(what, first -> new ArrayList<>()).add(each));
    }

    private static void put(
            RunRecord.Builder record, LoadCase of, String label, String what, String unit, List<Double> rounds) {
        String title = of.load() + ", " + of.who() + ": " + what;
        double[] values = rounds.stream().mapToDouble(Double::doubleValue).toArray();
        System.out.printf(Locale.ROOT, "%s %,.1f %s%n", title, Spread.of(values).median(), unit);
        record.less(of.name() + ".profile." + label, title, unit, values);
    }
}
