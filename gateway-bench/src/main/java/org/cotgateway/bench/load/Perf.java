package org.cotgateway.bench.load;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A {@code perf} that watches one thread of another process, or all processors, and only between {@link #begin} and
 * {@link #end}: what it takes to attach is not in what it finds.
 */
final class Perf implements AutoCloseable {

    private static final long TIMEOUT_MS = 20_000;
    private static final long LOOK_EVERY_NS = 1_000_000;

    /** What it says when it has done what it was told. */
    private static final String DONE = "ack\n";

    private final Path directory;
    private final Path said;
    private @Nullable RandomAccessFile told;
    private @Nullable FileInputStream answers;
    private @Nullable Process process;

    private Perf(Path directory) {
        this.directory = directory;
        this.said = directory.resolve("said");
    }

    /**
     * Starts one.
     *
     * @param how its subcommand and the options of that
     * @param thread the number of the thread
     */
    static Perf of(List<String> how, String thread) throws IOException {
        return of("perf", how, thread);
    }

    /** Starts one that watches all processors, whoever has them. */
    static Perf ofAll(List<String> how) throws IOException {
        return started("perf", how, List.of("-a"));
    }

    /** The same by another name or place. */
    static Perf of(String program, List<String> how, String thread) throws IOException {
        return started(program, how, List.of("-t", thread));
    }

    private static Perf started(String program, List<String> how, List<String> whom) throws IOException {
        Perf perf = new Perf(Files.createTempDirectory("perf-"));
        try {
            perf.start(program, how, whom);
            return perf;
        } catch (IOException failed) {
            perf.close();
            throw failed;
        }
    }

    private void start(String program, List<String> how, List<String> whom) throws IOException {
        Path tell = directory.resolve("tell");
        Path answer = directory.resolve("answer");
        Process fifos = new ProcessBuilder("mkfifo", tell.toString(), answer.toString()).start();
        if (BoundProcess.finish(fifos, "mkfifo") != 0) {
            throw new IOException("mkfifo makes none in " + directory);
        }
        // For reading and writing, both: to open one end alone would wait for the other.
        told = new RandomAccessFile(tell.toFile(), "rw");
        answers = new FileInputStream(new RandomAccessFile(answer.toFile(), "rw").getFD());
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(how);
        command.addAll(List.of("-D", "-1", "--control", "fifo:" + tell + "," + answer));
        command.addAll(whom);
        process = BoundProcess.of(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    /** It watches when this returns. */
    void begin() throws IOException {
        tell("enable");
    }

    /** It watches no longer, and what it has found is written when this returns. */
    void end() throws IOException {
        Process watching = tell("disable");
        // To be terminated is to write nothing, for one of its subcommands.
        BoundProcess.finish(new ProcessBuilder("kill", "-INT", Long.toString(watching.pid())).start(), "kill");
        BoundProcess.finish(watching, "perf");
    }

    private Process tell(String command) throws IOException {
        if (told == null || answers == null || process == null) {
            throw new IllegalStateException("not started");
        }
        told.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        long beginNs = System.nanoTime();
        while (answer.indexOf(DONE) < 0) {
            if (answers.available() > 0) {
                answer.append((char) answers.read());
            } else if (!process.isAlive()
                    || Thread.currentThread().isInterrupted()
                    || System.nanoTime() - beginNs > TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS)) {
                throw new IOException(
                        "perf does not watch: " + Files.readString(said).strip());
            } else {
                LockSupport.parkNanos(LOOK_EVERY_NS);
            }
        }
        return process;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        }
        if (told != null) {
            told.close();
        }
        if (answers != null) {
            answers.close();
        }
        for (String file : List.of("tell", "answer", "said")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.deleteIfExists(directory);
    }
}
