package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives who drives a load and the thread that is measured a processor each, by {@code taskset}. Left alone the system wakes
 * the one on the processor of the other again and again, and what a delivery costs then depends on how often it has done
 * so: with two processors by half from turn to turn, whoever relays. A JVM's other threads go where the system puts them.
 */
final class Processors {

    private static final String ALLOWED = "Cpus_allowed_list:";

    private Processors() {}

    /**
     * Where there are two processors at least, and {@code taskset}; otherwise nothing happens.
     *
     * @param measured the number of that thread
     * @param driver the number of that process, whose only thread drives
     */
    static void apart(String measured, String driver) throws IOException {
        List<Integer> allowed = allowed(Files.readAllLines(Path.of("/proc/self/status")));
        if (allowed.size() >= 2) {
            put(measured, List.of(allowed.get(0)));
            put(driver, List.of(allowed.get(1)));
        }
    }

    /** Leaves both to the system again: who sleeps between events must not have to wait for whoever runs on its one processor. */
    static void anywhere(String measured, String driver) throws IOException {
        List<Integer> allowed = allowed(Files.readAllLines(Path.of("/proc/self/status")));
        put(measured, allowed);
        put(driver, allowed);
    }

    /** The processors that a process may run on. */
    static List<Integer> allowed(List<String> status) {
        List<Integer> all = new ArrayList<>();
        for (String line : status) {
            if (line.startsWith(ALLOWED)) {
                for (String range : line.substring(ALLOWED.length()).strip().split(",")) {
                    String[] ends = range.split("-");
                    int last = Integer.parseInt(ends[ends.length - 1]);
                    for (int processor = Integer.parseInt(ends[0]); processor <= last; processor++) {
                        all.add(processor);
                    }
                }
            }
        }
        return all;
    }

    private static void put(String thread, List<Integer> processors) throws IOException {
        String list = processors.stream().map(Object::toString).collect(Collectors.joining(","));
        ProcessBuilder taskset = new ProcessBuilder("taskset", "-pc", list, thread)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process putting;
        try {
            putting = taskset.start();
        } catch (IOException notThere) {
            return;
        }
        try {
            if (putting.waitFor() != 0) {
                throw new IOException("taskset cannot put " + thread + " on processors " + list);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
