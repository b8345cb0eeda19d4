package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who had which processor when, of all threads of the machine: each switch from one to another, by {@code perf record}. */
final class ProcessorTrace {

    private static final String SWITCH = "sched:sched_switch";

    /** Pages of each processor's ring, enough for the switches that come while the file is written. */
    private static final String PAGES = "4096";

    private static final long NS_PER_S = 1_000_000_000;

    /**
     * {@code [001] 36043.098008123: sched:sched_switch: ... ==> next_comm=VM Thread next_pid=2900 next_prio=120}, or where perf
     * has a library that knows this event, {@code ... ==> VM Thread:2900 [120]}.
     */
    private static final Pattern LINE = Pattern.compile("\\[(\\d+)]\\s+(\\d+)\\.(\\d{9}): .* ==> "
            + "(?:next_comm=(.*) next_pid=(\\d+) next_prio=.*|(.*):(\\d+) \\[\\d+])");

    /**
     * A thread.
     *
     * @param number the system's; 0 of nobody, on a processor that has nothing to do
     */
    record Owner(int number, String name) {}

    /** From then on that one had the processor. */
    private record Switch(long atNs, Owner to) {}

    private final Map<Integer, List<Switch>> byProcessor;

    private ProcessorTrace(Map<Integer, List<Switch>> byProcessor) {
        this.byProcessor = byProcessor;
    }

    /** Whether there is a {@code perf} that may watch all processors. */
    static boolean canBeHad() {
        try {
            of(() -> BoundProcess.finish(BoundProcess.of(List.of("true")).start(), "true"));
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }

    /** That of a turn, of all processors. */
    static ProcessorTrace of(SystemCalls.Turn turn) throws IOException {
        Path switches = Files.createTempFile("perf-switches", ".data");
        Path lines = Files.createTempFile("perf-switches", ".txt");
        try (Perf perf = Perf.ofAll(
                List.of("record", "-k", "CLOCK_MONOTONIC", "-m", PAGES, "-e", SWITCH, "-o", switches.toString()))) {
            perf.begin();
            turn.deliveries();
            perf.end();
            Process script = BoundProcess.of(
                            List.of("perf", "script", "--ns", "-i", switches.toString(), "-F", "cpu,time,event,trace"))
                    .redirectOutput(lines.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (BoundProcess.finish(script, "perf script") != 0) {
                throw new IOException("perf script cannot read what perf record has written");
            }
            try (Stream<String> all = Files.lines(lines)) {
                return read(all);
            }
        } finally {
            Files.delete(switches);
            Files.delete(lines);
        }
    }

    /** That of lines of {@code perf script --ns -F cpu,time,event,trace}, whose times are of {@code CLOCK_MONOTONIC}. */
    static ProcessorTrace read(Stream<String> lines) throws IOException {
        Map<Integer, List<Switch>> byProcessor = new HashMap<>();
        lines.forEach(line -> {
            Matcher found = LINE.matcher(line);
            if (found.find()) {
                long atNs = Long.parseLong(found.group(2)) * NS_PER_S + Long.parseLong(found.group(3));
                Owner to = found.group(4) != null
                        ? new Owner(Integer.parseInt(found.group(5)), found.group(4))
                        : new Owner(Integer.parseInt(found.group(7)), found.group(6));
                byProcessor
                        .computeIfAbsent(Integer.valueOf(found.group(1)), first -> new ArrayList<>())
                        .add(new Switch(atNs, to));
            }
        });
        if (byProcessor.isEmpty()) {
            throw new IOException("perf has seen no switch from one thread to another");
        }
        return new ProcessorTrace(byProcessor);
    }

    /** How long each had a processor in that time, in nanoseconds; of several processors together. */
    Map<Owner, Long> during(long beginNs, long endNs) {
        Map<Owner, Long> had = new LinkedHashMap<>();
        for (List<Switch> switches : byProcessor.values()) {
            for (int i = lastBefore(switches, beginNs); i < switches.size() && switches.get(i).atNs < endNs; i++) {
                long untilNs = i + 1 < switches.size() ? switches.get(i + 1).atNs : endNs;
                long ns = Math.min(untilNs, endNs) - Math.max(switches.get(i).atNs, beginNs);
                if (ns > 0) {
                    had.merge(switches.get(i).to, ns, Long::sum);
                }
            }
        }
        return had;
    }

    /** The last switch that is not later; the first if all are. */
    private static int lastBefore(List<Switch> switches, long ns) {
        int low = 0;
        int high = switches.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (switches.get(middle).atNs <= ns) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
