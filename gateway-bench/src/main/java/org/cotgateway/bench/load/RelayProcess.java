package org.cotgateway.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A relay in a process of its own: one of the C programs or the gateway. Its first line of output says the port for
 * streams, and that for HTTP if there is one; what else it prints there is thrown away, so that it never waits for us. It
 * ends when we do.
 */
final class RelayProcess implements AutoCloseable {

    private static final Path OUR_JDK = Path.of(System.getProperty("java.home"));
    private static final String OF_THE_JVM = "[";
    private static final String RESIDENT = "VmRSS:";
    private static final long START_TIMEOUT_MS = 60_000;
    private static final long END_TIMEOUT_MS = 10_000;
    private static final long LEAVE_TIMEOUT_MS = 30_000;
    private static final long LOOK_EVERY_MS = 10;

    private static final List<String> SERVE =
            List.of("serve", "--bind=127.0.0.1", "--json", "--stream-port=0", "--direct-port=0", "--http-port=0");

    /** What a gateway opens and closes by itself meanwhile, such as a connection for its metrics. */
    private static final int OTHER_FILES = 5;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> printed = new ArrayBlockingQueue<>(16);
    private final JsonNode ports;
    private Supplier<ThreadAllocations> allocations = () -> ThreadAllocations.UNKNOWN;

    private RelayProcess(String name, ProcessBuilder command) throws IOException {
        this.name = name;
        this.process = command.start();
        try {
            Thread reader = new Thread(this::read, name + " output");
            reader.setDaemon(true);
            reader.start();
            this.ports = ports(firstLine());
        } catch (IOException failed) {
            process.destroyForcibly();
            throw new IOException(name + " did not start: " + failed.getMessage(), failed);
        }
    }

    /** One of the C programs, which prints its port and ends when its standard input or its publisher does. */
    static RelayProcess program(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        return new RelayProcess(
                program.getFileName() + (arguments.length == 0 ? "" : " " + String.join(" ", arguments)),
                BoundProcess.of(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /**
     * The gateway of this class path in a JVM of its own, on defaults but for the ports, which are any free ones.
     *
     * @param jvmOptions options of that JVM
     * @param arguments further ones of {@code cotgw serve}
     * @param log the file that its log goes to
     */
    static RelayProcess gateway(List<String> jvmOptions, List<String> arguments, Path log) throws IOException {
        return gateway(OUR_JDK, jvmOptions, arguments, log);
    }

    /**
     * The same by another JDK.
     *
     * @param jdk its directory
     */
    static RelayProcess gateway(Path jdk, List<String> jvmOptions, List<String> arguments, Path log)
            throws IOException {
        return gateway(jdk, System.getProperty("java.class.path"), jvmOptions, arguments, log);
    }

    /** The same of another class path. */
    static RelayProcess gateway(Path jdk, String classPath, List<String> jvmOptions, List<String> arguments, Path log)
            throws IOException {
        List<String> all = new ArrayList<>(SERVE);
        all.addAll(arguments);
        return java("gateway", jdk, classPath, jvmOptions, log, "org.cotgateway.cli.Cotgw", all);
    }

    /** The same by a script that becomes {@code cotgw}, with the options that it gives the JVM. */
    static RelayProcess script(Path script, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(SERVE);
        ProcessBuilder process = BoundProcess.of(command);
        process.environment().remove("COTGW_JAVA_OPTS");
        return started("gateway", process, log);
    }

    /**
     * A program of this class path in a JVM of its own, as {@link #gateway}.
     *
     * @param program its main class
     */
    static RelayProcess java(String name, List<String> jvmOptions, Path log, String program, String... arguments)
            throws IOException {
        String classPath = System.getProperty("java.class.path");
        return java(name, OUR_JDK, classPath, jvmOptions, log, program, List.of(arguments));
    }

    private static RelayProcess java(
            String name,
            Path jdk,
            String classPath,
            List<String> jvmOptions,
            Path log,
            String program,
            List<String> arguments)
            throws IOException {
        List<String> command = ChildProgram.javaCommand(jdk, classPath, jvmOptions, program, arguments);
        return started(name, BoundProcess.of(command), log);
    }

    private static RelayProcess started(String name, ProcessBuilder command, Path log) throws IOException {
        return new RelayProcess(name + " (log: " + log + ")", command.redirectError(log.toFile()));
    }

    /** Without what a JVM says of itself, that it records for JFR say. */
    private String firstLine() throws IOException {
        String line;
        do {
            line = nextLine();
        } while (line.startsWith(OF_THE_JVM));
        return line;
    }

    /** The ports that a relay printed: the one for streams alone, or an object with {@code "stream"} and others. */
    static JsonNode ports(String line) throws IOException {
        try {
            JsonNode printed = JsonMapper.builder().build().readTree(line);
            JsonNode ports =
                    printed.isInt() ? JsonNodeFactory.instance.objectNode().set("stream", printed) : printed;
            if (isPort(ports.path("stream"))) {
                return ports;
            }
        } catch (JsonProcessingException noJson) {
            // Told below, with the line.
        }
        throw new IOException("no port for streams in what it printed: \"" + line + "\"");
    }

    private static boolean isPort(JsonNode port) {
        return port.isInt() && port.intValue() > 0 && port.intValue() <= 65_535;
    }

    /** Gives it a line on its standard input, and waits for the next that it prints. */
    String ask(String line) throws IOException {
        printed.clear();
        Writer input = process.outputWriter();
        input.write(line);
        input.write('\n');
        input.flush();
        return nextLine();
    }

    private String nextLine() throws IOException {
        try {
            String line = printed.poll(START_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new IOException("it printed nothing");
            }
            return line;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** What nobody waits for is thrown away. */
    private void read() {
        try (BufferedReader output = process.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                printed.offer(line);
            }
        } catch (IOException failed) {
            printed.offer(failed.toString());
        }
        printed.offer("");
    }

    String name() {
        return name;
    }

    /** The port for streams. */
    int port() {
        return ports.path("stream").intValue();
    }

    /** The port for HTTP; the C programs have none. */
    int httpPort() {
        return ports.path("http").intValue();
    }

    long pid() {
        return process.pid();
    }

    /** How many descriptors it has open. */
    int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) files.count();
        }
    }

    /** Waits until no more are open than before clients came that have left, but for a few that have nothing to do with it. */
    void awaitOpenFiles(int before) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAVE_TIMEOUT_MS);
        while (openFiles() > before + OTHER_FILES) {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException(
                        name + " still has " + openFiles() + " files open, " + before + " before the clients came");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    /** What it holds of the machine's memory, in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException(name + " has ended before its time");
    }

    /** User and system time of all its threads so far, those that ended too, in steps of 10 ms. */
    long cpuNs() throws IOException {
        return process.info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(() -> new IOException(name + " has ended before its time"));
    }

    /** Processor time of its threads so far. */
    ThreadTimes times() throws IOException {
        return ThreadTimes.of(process.pid());
    }

    /** Has what its threads allocate read from there, as long as somebody drives it. */
    void allocationsFrom(Supplier<ThreadAllocations> reading) {
        allocations = reading;
    }

    /** What its threads have allocated so far; unknown unless somebody has said where to read it. */
    ThreadAllocations allocations() {
        return allocations.get();
    }

    @Override
    public void close() throws IOException {
        process.outputWriter().close();
        process.destroy();
        try {
            if (!process.waitFor(END_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
