package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotgateway.bench.load.ProcessorTrace.Owner;

/**
 * Who had a processor while one answer in a hundred was late, beside the server's loop and the clients. On a machine that has
 * as many processors as these two need, whoever else runs has everybody wait.
 */
final class LateAnswers {

    /** Who else it was. */
    enum Cause {
        COLLECTOR("collector", "the collector"),
        COMPILER("compiler", "the JVM's compilers"),
        OTHER_THREADS("other_threads", "other threads of the server"),
        KERNEL("kernel", "threads of the kernel"),
        OTHER_PROGRAMS("other_programs", "other programs"),
        /** Neither: the loop and the clients wait for each other, or for a processor that the other one has. */
        NOBODY("nobody", "nobody else");

        private final String label;
        private final String title;

        Cause(String label, String title) {
            this.label = label;
            this.title = title;
        }

        /** What a figure's name ends with. */
        String label() {
            return label;
        }

        String title() {
            return title;
        }
    }

    /** Who had a processor for less of the time has not made an answer late. */
    private static final double SHARE = 0.15;

    private static final double ALL_PERCENT = 100;

    private LateAnswers() {}

    /**
     * Of each cause, how many percent of the late answers it has made late: of several the one that had a processor for longest.
     *
     * @param late the lines of {@code download.c}: when each was due or begun, and when it ended
     * @param who who a thread is; {@link Cause#NOBODY} of the loop, the clients, and of one that does nothing
     */
    static Map<Cause, Double> causes(List<String> late, ProcessorTrace trace, Function<Owner, Cause> who)
            throws IOException {
        if (late.isEmpty()) {
            throw new IOException("no answer is among the late ones, and one at least should be");
        }
        Map<Cause, Double> percent = new EnumMap<>(Cause.class);
        for (Cause cause : Cause.values()) {
            percent.put(cause, 0.0);
        }
        for (String line : late) {
            String[] times = line.split(" ");
            long beginNs = Long.parseLong(times[0]);
            long endNs = Long.parseLong(times[1]);
            percent.merge(
                    cause(trace.during(beginNs, endNs), endNs - beginNs, who), ALL_PERCENT / late.size(), Double::sum);
        }
        return percent;
    }

    private static Cause cause(Map<Owner, Long> had, long lateNs, Function<Owner, Cause> who) {
        Map<Cause, Long> byCause = new EnumMap<>(Cause.class);
        had.forEach((owner, ns) -> byCause.merge(who.apply(owner), ns, Long::sum));
        byCause.remove(Cause.NOBODY);
        return byCause.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(longest -> longest.getValue() > SHARE * lateNs)
                .map(Map.Entry::getKey)
                .orElse(Cause.NOBODY);
    }

    /**
     * Who a thread of this machine is, to those that wait for a server. To be asked before a turn: threads of the server that end
     * in it are known by then.
     */
    static Function<Owner, Cause> beside(long server, String loop, long clients) throws IOException {
        Set<Integer> expected = Set.of(0, Integer.parseInt(loop), Math.toIntExact(clients));
        Path threads = Path.of("/proc/" + server + "/task");
        Set<String> before;
        try (Stream<Path> all = Files.list(threads)) {
            before = all.map(each -> each.getFileName().toString()).collect(Collectors.toSet());
        }
        return owner -> {
            String number = Integer.toString(owner.number());
            if (expected.contains(owner.number())) {
                return Cause.NOBODY;
            }
            if (before.contains(number) || Files.exists(threads.resolve(number))) {
                return ofServer(owner.name());
            }
            return isOfKernel(owner.number()) ? Cause.KERNEL : Cause.OTHER_PROGRAMS;
        };
    }

    /** By the names that the JVM gives its threads, as the system has them: 15 characters of each. */
    private static Cause ofServer(String name) {
        if (name.equals("VM Thread") || name.startsWith("GC ") || name.startsWith("G1 ")) {
            return Cause.COLLECTOR;
        }
        return name.contains("CompilerThre") ? Cause.COMPILER : Cause.OTHER_THREADS;
    }

    /** Such a thread has no command line. */
    private static boolean isOfKernel(int thread) {
        try {
            return Files.readAllBytes(Path.of("/proc/" + thread + "/cmdline")).length == 0;
        } catch (IOException gone) {
            return false;
        }
    }
}
