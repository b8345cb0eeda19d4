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

/**
 * A {@code perf} that watches one thread of another process, and only between {@link #begin} and {@link #end}: what it takes
 * to attach is not in what it finds.
 */
final class Perf implements AutoCloseable {

    private static final long TIMEOUT_MS = 20_000;
    private static final long LOOK_EVERY_NS = 1_000_000;

    /** What it says when it has done what it was told. */
    private static final String DONE = "ack\n";

    private final Path directory;
    private final RandomAccessFile told;
    private final FileInputStream answers;
    private final Process process;

    private Perf(Path directory, List<String> how, String thread) throws IOException {
        this.directory = directory;
        Path tell = directory.resolve("tell");
        Path answer = directory.resolve("answer");
        finish(new ProcessBuilder("mkfifo", tell.toString(), answer.toString()).start(), "mkfifo");
        // For reading and writing, both: to open one end alone would wait for the other.
        told = new RandomAccessFile(tell.toFile(), "rw");
        answers = new FileInputStream(new RandomAccessFile(answer.toFile(), "rw").getFD());
        List<String> command = new ArrayList<>(List.of("perf"));
        command.addAll(how);
        command.addAll(List.of("-D", "-1", "--control", "fifo:" + tell + "," + answer, "-t", thread));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said().toFile())
                .start();
    }

    /**
     * Attaches one.
     *
     * @param how its subcommand and the options of that
     * @param thread the number of the thread
     */
    static Perf of(List<String> how, String thread) throws IOException {
        return new Perf(Files.createTempDirectory("perf-"), how, thread);
    }

    /** It watches when this returns. */
    void begin() throws IOException {
        tell("enable");
    }

    /** It watches no longer, and what it has found is written when this returns. */
    void end() throws IOException {
        tell("disable");
        // To be terminated is to write nothing, for one of its subcommands.
        finish(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start(), "kill");
        finish(process, "perf");
    }

    private void tell(String command) throws IOException {
        told.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (answer.indexOf(DONE) < 0) {
            if (answers.available() > 0) {
                answer.append((char) answers.read());
            } else if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                throw new IOException(
                        "perf does not watch: " + Files.readString(said()).strip());
            } else {
                LockSupport.parkNanos(LOOK_EVERY_NS);
            }
        }
    }

    private Path said() {
        return directory.resolve("said");
    }

    /** Waits for the end of a program. */
    static void finish(Process program, String name) throws IOException {
        try {
            if (!program.waitFor(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                program.destroyForcibly();
                throw new IOException(name + " does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        told.close();
        answers.close();
        for (String file : List.of("tell", "answer", "said")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }
}
