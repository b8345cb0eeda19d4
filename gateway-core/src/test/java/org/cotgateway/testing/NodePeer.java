package org.cotgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program of {@code src/test/node} that is told what to do, and says what it met, in lines of JSON; driven from a
 * test's thread. Its packages come by {@code npm ci}, which {@code scripts/test} runs.
 */
public final class NodePeer implements AutoCloseable {

    private static final Path FOLDER = Path.of("src/test/node");
    private static final int LIMIT_S = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path complaints;
    private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();

    private NodePeer(Process process, Path complaints) {
        this.process = process;
        this.complaints = complaints;
        Thread reader = new Thread(this::read, "node's output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the program of that name. */
    public static NodePeer start(String script, String... arguments) throws IOException {
        if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
            throw new AssertionError("Node's packages are missing: run npm ci in gateway-core/" + FOLDER
                    + ", or scripts/test, which does");
        }
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        Path complaints = Files.createTempFile("node", ".txt");
        try {
            return new NodePeer(
                    new ProcessBuilder(command)
                            .directory(FOLDER.toFile())
                            .redirectError(complaints.toFile())
                            .start(),
                    complaints);
        } catch (IOException missing) {
            Files.delete(complaints);
            throw new AssertionError("node cannot be started; on Debian: apt-get install nodejs npm", missing);
        }
    }

    /** Tells it something that Jackson can write as an object. */
    public void tell(Object order) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((JSON.writeValueAsString(order) + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** What it says next; fails when it says nothing, or no JSON. */
    public JsonNode next() throws IOException, InterruptedException {
        JsonNode next = said.poll(LIMIT_S, TimeUnit.SECONDS);
        if (next == null || next.isMissingNode()) {
            throw new AssertionError("node " + (next == null ? "said nothing more" : "has ended") + "; its complaints: "
                    + Files.readString(complaints));
        }
        return next;
    }

    /** What it says next in which a field has that value. */
    public JsonNode next(String field, String value) throws IOException, InterruptedException {
        JsonNode next;
        do {
            next = next();
        } while (!next.path(field).asText().equals(value));
        return next;
    }

    /** Ends it, and waits until it has. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(complaints);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(JSON.readTree(line));
            }
        } catch (IOException broken) {
            said.add(JSON.createObjectNode().put("what", "broken").put("message", String.valueOf(broken)));
        }
        said.add(JSON.missingNode());
    }
}
