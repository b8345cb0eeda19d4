package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.bench.report.Spread;

/**
 * What the thread that carries the events does for each delivery, of the gateway and of whom it is compared with: in each
 * round the counters, then where the time goes, all of them in turns forwards and backwards.
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
    private final String per;

    /** @param per what all of it is for: a {@code delivery}, or a {@code request} */
    ThreadProfile(String per) {
        this.per = per;
    }

    ThreadProfile of(LoadCase measured, Subject subject) {
        subjects.put(measured, subject);
        return this;
    }

    /** Whether there is a {@code perf} that may watch a program that somebody else has started, in the kernel, too. */
    static boolean canBeHad() {
        try {
            Process somebody = BoundProcess.of(List.of("sleep", "60")).start();
            try (Perf perf = Perf.of(List.of("stat", "-e", "task-clock:k"), Long.toString(somebody.pid()))) {
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
     * @param directory gets a file for each, {@code NAME.functions.txt}: all functions with their shares in the last round
     */
    void take(int rounds, Path directory, RunRecord.Builder record) throws IOException {
        Map<LoadCase, Figures> shown = new LinkedHashMap<>();
        subjects.keySet().forEach(each -> shown.put(each, new Figures()));
        List<Map.Entry<LoadCase, Figures>> order = new ArrayList<>(shown.entrySet());
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<LoadCase, Figures> each : order) {
                take(each.getKey(), directory, each.getValue());
            }
            Collections.reverse(order);
        }
        shown.forEach((measured, figures) -> figures.addTo(record, measured));
    }

    private void take(LoadCase measured, Path directory, Figures figures) throws IOException {
        Subject subject = subjects.getOrDefault(measured, look -> {});
        subject.show((pid, turn) -> ThreadCounters.perDelivery(pid, turn)
                .forEach((what, each) -> figures.add(what.label(), what.title(), what.unit() + "/" + per, each)));
        Path functions = directory.resolve(measured.name() + ".functions.txt");
        subject.show((pid, turn) -> ThreadSamples.shares(pid, turn, functions)
                .forEach((place, share) -> figures.add(place.label(), place.title(), "%", share)));
    }

    /** What the rounds of one of them have shown, by its label. */
    private static final class Figures {

        private record Figure(String title, String unit, List<Double> rounds) {}

        private final Map<String, Figure> byLabel = new LinkedHashMap<>();

        void add(String label, String title, String unit, double value) {
            byLabel.computeIfAbsent(label, first -> new Figure(title, unit, new ArrayList<>()))
                    .rounds()
                    .add(value);
        }

        void addTo(RunRecord.Builder record, LoadCase of) {
            byLabel.forEach((label, figure) -> {
                String title = of.load() + ", " + of.who() + ": " + figure.title();
                double[] rounds = figure.rounds().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                System.out.printf(
                        Locale.ROOT, "%s %,.1f%n", title, Spread.of(rounds).median());
                record.less(of.name() + ".profile." + label, title, figure.unit(), rounds);
            });
        }
    }
}
