package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Processor time of a process at one moment, thread by thread, to the nanosecond: the sum that the system keeps of a process
 * comes in steps of 10 ms, which is much of what a short turn takes. What a thread took that ends between two moments is not
 * seen.
 *
 * @param byThread user and system time of each thread so far, by its number
 * @param loop the number of the thread that carries the events: the gateway's event loop, or a C program's only thread. In
 *     its time is neither a JVM's compiler nor most of its collector
 */
record ThreadTimes(Map<String, Long> byThread, String loop) {

    /** What the system calls the gateway's event loop, and not the other threads of it. */
    private static final Pattern LOOP = Pattern.compile("cot-gateway-\\d\\S*\\s*");

    /** Fields of schedstat. */
    private static final int RAN = 0;

    private static final int WAITED = 1;

    ThreadTimes {
        byThread = Map.copyOf(byThread);
    }

    /** Those of a process now. */
    static ThreadTimes of(long pid) throws IOException {
        Map<String, Long> times = new HashMap<>();
        String loop = Long.toString(pid);
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                String number = thread.getFileName().toString();
                try {
                    times.put(number, schedstat(thread, RAN));
                    if (LOOP.matcher(Files.readString(thread.resolve("comm"))).matches()) {
                        loop = number;
                    }
                } catch (NoSuchFileException ended) {
                    // It is counted no more.
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return new ThreadTimes(times, loop);
    }

    /** The number of the thread of a process that carries the events; of a JVM that has none there is nothing to look at. */
    static String loop(long pid) throws IOException {
        String loop = of(pid).loop();
        if (loop.equals(Long.toString(pid)) && isJvm(pid)) {
            throw new IOException("process " + pid + " has no thread that carries events");
        }
        return loop;
    }

    /** Whether a process is a JVM. */
    static boolean isJvm(long pid) throws IOException {
        return Path.of("/proc/" + pid + "/exe").toRealPath().endsWith("java");
    }

    /** How long a thread was ready so far, and waited for a processor. */
    static long waitedNs(long pid, String thread) throws IOException {
        return schedstat(Path.of("/proc/" + pid + "/task/" + thread), WAITED);
    }

    /** What all threads took since then. */
    long sinceNs(ThreadTimes before) {
        return byThread.keySet().stream()
                .mapToLong(thread -> sinceNs(before, thread))
                .sum();
    }

    /** What the thread took since then that carries the events. */
    long loopSinceNs(ThreadTimes before) {
        return sinceNs(before, loop);
    }

    private long sinceNs(ThreadTimes before, String thread) {
        return byThread.getOrDefault(thread, 0L) - before.byThread.getOrDefault(thread, 0L);
    }

    private static long schedstat(Path thread, int field) throws IOException {
        return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[field]);
    }
}
