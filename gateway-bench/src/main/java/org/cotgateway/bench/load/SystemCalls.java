package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the system calls of a process, all its threads, by {@code strace -c -f}, or those of one thread. That makes each of
 * them many times slower: never in a turn that is measured.
 */
final class SystemCalls {

    private static final long TIMEOUT_MS = 20_000;
    private static final long LOOK_EVERY_NS = 10_000_000;
    private static final String NOT_TRACED = "TracerPid:\t0";

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Turn {
        /** Does it, and says how many deliveries, or requests that were answered, it was. */
        long deliveries() throws IOException;
    }

    private SystemCalls() {}

    /** Whether {@code strace} is here, and may follow a program that somebody else has started. */
    static boolean areCountable() {
        try {
            Process somebody = BoundProcess.of(List.of("sleep", "60")).start();
            try {
                Process strace = follow(somebody.pid(), true, Path.of("/dev/null"));
                try {
                    awaitTraced(somebody.pid(), true, strace);
                    return true;
                } finally {
                    strace.destroyForcibly();
                }
            } finally {
                somebody.destroyForcibly();
            }
        } catch (IOException notHere) {
            return false;
        }
    }

    /** Those that a process makes in a turn. */
    static SystemCallCounts of(long pid, Turn turn) throws IOException {
        return of(pid, true, turn);
    }

    /**
     * Those that the thread makes that carries the events, of a program whose other threads have to do with what is
     * asked of it.
     */
    static SystemCallCounts ofLoop(ChildProgram program, Turn turn) throws IOException {
        return of(Long.parseLong(ThreadTimes.loop(program.pid())), false, turn);
    }

    private static SystemCallCounts of(long number, boolean allThreads, Turn turn) throws IOException {
        Path summary = Files.createTempFile("strace", ".txt");
        Process strace = follow(number, allThreads, summary);
        try {
            awaitTraced(number, allThreads, strace);
            long deliveries = turn.deliveries();
            strace.destroy();
            BoundProcess.finish(strace, "strace");
            return SystemCallCounts.of(Files.readAllLines(summary), deliveries);
        } finally {
            strace.destroyForcibly();
            Files.deleteIfExists(summary);
        }
    }

    private static Process follow(long number, boolean allThreads, Path summary) throws IOException {
        List<String> command = new ArrayList<>(List.of("strace", "-c", "-U", "calls,name"));
        command.addAll(List.of("-o", summary.toString(), "-p", Long.toString(number)));
        if (allThreads) {
            command.add("-f");
        }
        return BoundProcess.of(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitTraced(long number, boolean allThreads, Process strace) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (allThreads ? !allTraced(number) : !isTraced(Path.of("/proc/" + number))) {
            if (!strace.isAlive() || System.nanoTime() - deadlineNs > 0) {
                throw new IOException("strace cannot follow " + number);
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    private static boolean allTraced(long pid) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                if (!isTraced(thread)) {
                    return false;
                }
            }
            return true;
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }

    private static boolean isTraced(Path thread) throws IOException {
        return !Files.readString(thread.resolve("status")).contains(NOT_TRACED);
    }
}
