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
 * What one thread does for a delivery: instructions, cycles and cache misses by the processor's own counters
 * ({@code perf stat}), as far as the machine has them, and how long it was ready and waited for a processor.
 */
final class ThreadCounters {

    /** What is counted, as the record names it and says it in words. */
    enum Counted {
        PROGRAM_INSTRUCTIONS("program_instructions", "instructions, program", "instructions", "instructions:u"),
        KERNEL_INSTRUCTIONS("kernel_instructions", "instructions, kernel", "instructions", "instructions:k"),
        PROGRAM_CYCLES("program_cycles", "cycles, program", "cycles", "cycles:u"),
        KERNEL_CYCLES("kernel_cycles", "cycles, kernel", "cycles", "cycles:k"),
        CACHE_MISSES("cache_misses", "cache misses", "misses", "cache-misses"),
        PROCESSOR_TIME("cpu_ns", "processor time, ns", "ns", ""),
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

    private ThreadCounters() {}

    /** What the thread that carries the events does in a turn for each delivery. */
    static Map<Counted, Double> perDelivery(long pid, SystemCalls.Turn turn) throws IOException {
        String thread = ThreadTimes.of(pid).loop();
        Path found = Files.createTempFile("perf-stat", ".csv");
        List<String> how = List.of("stat", "-x", ",", "-e", EVENTS, "-o", found.toString());
        try (Perf perf = Perf.of(how, thread)) {
            perf.begin();
            long[] before = times(pid, thread);
            long deliveries = turn.deliveries();
            long[] after = times(pid, thread);
            perf.end();
            Map<Counted, Double> each = new EnumMap<>(Counted.class);
            counts(Files.readAllLines(found)).forEach((counted, count) -> each.put(counted, count / deliveries));
            each.put(Counted.PROCESSOR_TIME, (double) (after[0] - before[0]) / deliveries);
            each.put(Counted.WAITED, (double) (after[1] - before[1]) / deliveries);
            return each;
        } finally {
            Files.delete(found);
        }
    }

    /** What {@code perf stat -x ,} has counted: a value and, third, what of. What a machine cannot count has no number. */
    static Map<Counted, Double> counts(List<String> lines) {
        Map<Counted, Double> counts = new EnumMap<>(Counted.class);
        for (String line : lines) {
            String[] fields = line.split(",", -1);
            if (fields.length > 2 && fields[0].matches("\\d+")) {
                for (Counted counted : Counted.values()) {
                    if (counted.event.equals(fields[2])) {
                        counts.put(counted, Double.valueOf(fields[0]));
                    }
                }
            }
        }
        return counts;
    }

    /** How long a thread has run so far, and how long it was ready and did not. */
    private static long[] times(long pid, String thread) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/task/" + thread + "/schedstat"));
        return Stream.of(line.strip().split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
