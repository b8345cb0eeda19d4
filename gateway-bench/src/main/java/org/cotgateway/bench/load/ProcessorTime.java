package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The processor time of this process to the nanosecond. The JDK's own figure comes in steps of 10 ms, which is about what
 * a round takes.
 *
 * <p>It is the sum over the threads that live, so threads must not end while it is used: run the JVM with {@code
 * -XX:-UseDynamicNumberOfCompilerThreads}.
 */
final class ProcessorTime {

    private static final Path TASKS = Path.of("/proc/self/task");

    private ProcessorTime() {}

    /** User and system time of all threads so far. */
    static long nowNs() throws IOException {
        long sumNs = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sumNs += taskNs(task.resolve("schedstat"));
            }
        }
        return sumNs;
    }

    private static long taskNs(Path schedstat) throws IOException {
        try {
            String line = Files.readString(schedstat);
            return Long.parseLong(line, 0, line.indexOf(' '), 10);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
