package org.cotgateway.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A relay in a process of its own: one of the C programs or the gateway. Its first line of output says the port for
 * streams, and that for HTTP if there is one; what else it prints there is thrown away, so that it never waits for us.
 */
final class RelayProcess implements AutoCloseable {

    private static final String RESIDENT = "VmRSS:";
    /** What the system calls the gateway's event loop, and not the other threads of it. */
    private static final Pattern LOOP = Pattern.compile("cot-gateway-\\d\\S*\\s*");

    private static final long START_TIMEOUT_MS = 60_000;
    private static final long END_TIMEOUT_MS = 10_000;

    private final String name;
    private final Process process;
    private final JsonNode ports;

    private RelayProcess(String name, ProcessBuilder command) throws IOException {
        this.name = name;
        this.process = command.start();
        try {
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
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /**
     * The gateway of this class path in a JVM of its own, on defaults but for the ports, which are any free ones.
     *
     * @param jvmOptions options of that JVM
     * @param log the file that its log goes to
     */
    static RelayProcess gateway(List<String> jvmOptions, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.cotgateway.cli.Cotgw"));
        command.addAll(List.of("serve", "--bind", "127.0.0.1", "--json"));
        command.addAll(List.of("--stream-port", "0", "--direct-port", "0", "--http-port", "0"));
        return new RelayProcess("gateway (log: " + log + ")", new ProcessBuilder(command).redirectError(log.toFile()));
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

    /** The port for HTTP from what a relay printed; 0 if it has none. */
    private static int httpPort(String line) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(line).path("http").asInt();
    }

    private String firstLine() throws IOException {
        CompletableFuture<String> first = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(first), name + " output");
        reader.setDaemon(true);
        reader.start();
        try {
            return first.get(START_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("it printed nothing", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private void read(CompletableFuture<String> first) {
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            first.complete(line == null ? "" : line);
            output.transferTo(Writer.nullWriter());
        } catch (IOException failed) {
            first.completeExceptionally(failed);
        }
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

    /** What it holds of the machine's memory, in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException(name + " has ended before its time");
    }

    /** User and system time of all its threads so far, those that ended too. */
    long cpuNs() throws IOException {
        return process.info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(() -> new IOException(name + " has ended before its time"));
    }

    /**
     * Processor time of the thread that carries the events, user and system: the gateway's event loop, or a C program's only
     * thread. In it is neither a JVM's compiler nor most of its collector.
     */
    long loopCpuNs() throws IOException {
        Path tasks = Path.of("/proc/" + process.pid() + "/task");
        Path loop = tasks.resolve(Long.toString(process.pid()));
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                loop = LOOP.matcher(Files.readString(thread.resolve("comm"))).matches() ? thread : loop;
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return Long.parseLong(Files.readString(loop.resolve("schedstat")).split(" ", 2)[0]);
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
