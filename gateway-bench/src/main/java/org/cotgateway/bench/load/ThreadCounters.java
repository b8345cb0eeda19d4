package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one thread does for a delivery: instructions, cycles and cache misses by the processor's own counters, as far as the
 * machine has them, and how often it gave way to another ({@code perf stat}); and how long it was ready and waited for a
 * processor. What the kernel does for it while it is in a system call is in it, on loopback with much of the receiver's side.
 */
final class ThreadCounters {

    /** What is counted, as the record names it and says it in words. */
    enum Counted {
        USER_INSTRUCTIONS("user_instructions", "instructions, user", "instructions", "instructions:u"),
        KERNEL_INSTRUCTIONS("kernel_instructions", "instructions, kernel", "instructions", "instructions:k"),
        USER_CYCLES("user_cycles", "cycles, user", "cycles", "cycles:u"),
        KERNEL_CYCLES("kernel_cycles", "cycles, kernel", "cycles", "cycles:k"),
        /** Of the cache that the system takes for the one that counts: the last one, or the second. */
        CACHE_MISSES("cache_misses", "cache misses", "misses", "cache-misses"),
        SWITCHES("context_switches", "context switches", "switches", "context-switches"),
        WAITED("waited_ns", "waited for a processor, ns", "ns", "");

        private final String label;
        private final String title;
        private final String unit;
        private final String event;

        Counted(String label, String title, String unit, String event) {
            this.label = label;
            this.title = title;
            this.unit = unit;
            this.event = event;
        }

        /** What a figure's name ends with. */
        String label() {
            return label;
        }

        String title() {
            return title;
        }

        String unit() {
            return unit;
        }
    }

    private static final String EVENTS = Stream.of(Counted.values())
            .map(counted -> counted.event)
            .filter(event -> !event.isEmpty())
            .collect(Collectors.joining(","));

    private static final int PERCENT_COUNTED = 4;
    private static final String ALL_THE_TIME = "100.00";

    private ThreadCounters() {}

    /** What the thread that carries the events does in a turn for each delivery. */
    static Map<Counted, Double> perDelivery(long pid, SystemCalls.Turn turn) throws IOException {
        String thread = ThreadTimes.loop(pid);
        Path found = Files.createTempFile("perf-stat", ".csv");
        // What threads do that this one starts is not what it does.
        List<String> how = List.of("stat", "--no-inherit", "-x", ",", "-e", EVENTS, "-o", found.toString());
        try (Perf perf = Perf.of(how, thread)) {
            perf.begin();
            long waitedNs = ThreadTimes.waitedNs(pid, thread);
            long deliveries = turn.deliveries();
            waitedNs = ThreadTimes.waitedNs(pid, thread) - waitedNs;
            perf.end();
            Map<Counted, Double> each = new EnumMap<>(Counted.class);
            counts(Files.readAllLines(found)).forEach((counted, count) -> each.put(counted, count / deliveries));
            each.put(Counted.WAITED, (double) waitedNs / deliveries);
            return each;
        } finally {
            Files.delete(found);
        }
    }

    /**
     * What {@code perf stat -x ,} has counted: a value and, third, what of; the fifth is how many percent of the time it was
     * counted. What a machine cannot count, or only some of the time, and makes a guess of, has no number.
     */
    static Map<Counted, Double> counts(List<String> lines) {
        Map<Counted, Double> counts = new EnumMap<>(Counted.class);
        for (String line : lines) {
            String[] fields = line.split(",", -1);
            if (fields.length > PERCENT_COUNTED
                    && fields[0].matches("\\d+")
                    && fields[PERCENT_COUNTED].equals(ALL_THE_TIME)) {
                for (Counted counted : Counted.values()) {
                    if (counted.event.equals(fields[2])) {
                        counts.put(counted, Double.valueOf(fields[0]));
                    }
                }
            }
        }
        return counts;
    }
}
