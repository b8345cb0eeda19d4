package org.cotgateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;

/**
 * The library that programs in Node write and read events with, {@code @tak-ps/node-cot}, in a Node of its own. A text is
 * read to a tree of objects and checked by a schema, and such a tree written to a text.
 */
final class NodeCot implements AutoCloseable {

    private static final String PROGRAM = "node-cot.js";

    private final ChildProgram node;
    private final String version;

    /**
     * Starts it, and has it write once what it is to write.
     *
     * @param packages the directory in which npm has installed it
     * @param written the events that are written
     * @param read those that are read
     * @throws IOException if it does not write what it has read
     */
    NodeCot(Path packages, List<CotEvent> written, List<CotEvent> read) throws IOException {
        Path directory = Files.createTempDirectory("node-cot");
        Path toWrite = directory.resolve("written.xml");
        Path toRead = directory.resolve("read.xml");
        Path out = directory.resolve("out.xml");
        try {
            lines(written, toWrite);
            lines(read, toRead);
            node = new ChildProgram(
                    "node-cot",
                    List.of(
                            "node",
                            "--input-type=module",
                            "--eval",
                            program(),
                            toWrite.toString(),
                            toRead.toString(),
                            out.toString()),
                    packages);
            version = versionIfSame(written, out);
        } finally {
            Files.deleteIfExists(toWrite);
            Files.deleteIfExists(toRead);
            Files.deleteIfExists(out);
            Files.delete(directory);
        }
    }

    private static String program() throws IOException {
        try (InputStream program = Objects.requireNonNull(NodeCot.class.getResourceAsStream(PROGRAM), PROGRAM)) {
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One a line: there is no end of a line in what our writer writes. */
    private static void lines(List<CotEvent> events, Path file) throws IOException {
        ByteBuf out = Unpooled.buffer();
        for (CotEvent event : events) {
            CotXmlWriter.INSTANCE.write(event, out);
            out.writeByte('\n');
        }
        Files.writeString(file, out.toString(StandardCharsets.UTF_8));
    }

    private String versionIfSame(List<CotEvent> written, Path out) throws IOException {
        try {
            long[] parts = node.numbers();
            requireSame(written, Files.readAllLines(out));
            return Arrays.stream(parts).mapToObj(Long::toString).collect(Collectors.joining("."));
        } catch (IOException failed) {
            node.close();
            throw failed;
        }
    }

    private static void requireSame(List<CotEvent> events, List<String> lines) throws IOException {
        if (lines.size() != events.size()) {
            throw new IOException("node-cot wrote " + lines.size() + " events instead of " + events.size());
        }
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        for (int i = 0; i < lines.size(); i++) {
            CotEvent ours = events.get(i);
            CotEvent theirs = reader.read(Unpooled.copiedBuffer(lines.get(i), StandardCharsets.UTF_8))
                    .event();
            if (!ours.equals(theirs)) {
                throw new IOException("node-cot wrote " + lines.get(i) + ", which is " + theirs + " and not " + ours);
            }
        }
    }

    String version() {
        return version;
    }

    /** Writes over and over for so long: the time that an event took. */
    double writeNs(int ms) throws IOException {
        return node.ask("write " + ms)[0];
    }

    /** Reads and checks likewise. */
    double readNs(int ms) throws IOException {
        return node.ask("read " + ms)[0];
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
