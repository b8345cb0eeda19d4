package org.cotgateway.datapackage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/**
 * The ledger's file: one JSON object per line, each a client's whole account at that time, so that of several lines for
 * a client the last counts and no line depends on another. Blocks; one thread at a time.
 */
final class FetchJournal implements AutoCloseable {

    /** So many outdated lines are worth no rewriting. */
    private static final int SPARE_LINES = 1_000;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private final Path file;
    private FileChannel channel;
    private long lines;

    /** Whether the file may end in the middle of a line. */
    private boolean torn;

    FetchJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Reads a journal, oldest line first. A line that is torn or otherwise unreadable is skipped and counted. A missing file
     * has no lines.
     */
    static void read(Path file, Counters counters, Consumer<FetchRecord> records) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        // Not Files.newBufferedReader: a malformed byte is to spoil its line and not the rest of the file.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    records.accept(record(JSON.readTree(line)));
                } catch (JsonProcessingException | IllegalArgumentException unreadable) {
                    counters.increment(Counter.LEDGER_LINES_SKIPPED);
                }
            }
        }
    }

    /** Starts the file afresh with these records; the old file is replaced only when the new one is complete. */
    static FetchJournal create(Path file, Collection<FetchRecord> records) throws IOException {
        FetchJournal journal = new FetchJournal(file, replace(file, records));
        journal.lines = records.size();
        return journal;
    }

    /** Adds a line for each record: all or none, or if a failure cannot be undone some and a torn one. */
    void append(Collection<FetchRecord> records) throws IOException {
        long length = channel.size();
        try {
            write(channel, torn ? "\n" : "", records);
            torn = false;
            lines += records.size();
        } catch (IOException failure) {
            takeBack(length, failure);
            throw failure;
        }
    }

    private void takeBack(long length, IOException failure) {
        try {
            channel.truncate(length);
        } catch (IOException truncating) {
            torn = true;
            failure.addSuppressed(truncating);
        }
    }

    /** Whether most lines are outdated. */
    boolean isWorthCompacting(int records) {
        return lines > 2L * records + SPARE_LINES;
    }

    /** Replaces all lines by these. */
    void compact(Collection<FetchRecord> records) throws IOException {
        FileChannel compacted = replace(file, records);
        channel.close();
        channel = compacted;
        torn = false;
        lines = records.size();
    }

    @Override
    public void close() throws IOException {
        try (FileChannel closing = channel) {
            closing.force(true);
        }
    }

    private static FileChannel replace(Path file, Collection<FetchRecord> records) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
        FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            write(channel, "", records);
            channel.force(true);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException failure) {
            channel.close();
            Files.deleteIfExists(temporary);
            throw failure;
        }
    }

    private static void write(FileChannel channel, String before, Collection<FetchRecord> records) throws IOException {
        StringBuilder lines = new StringBuilder(records.size() * 256).append(before);
        for (FetchRecord record : records) {
            lines.append(line(record)).append('\n');
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String line(FetchRecord record) {
        return JSON.createObjectNode()
                .put("sha256", record.sha256())
                .put("address", record.address())
                .put("receiver", record.receiver())
                .put("started", record.started())
                .put("completed", record.completed())
                .put("aborted", record.aborted())
                .put("bytes", record.bytes())
                .put("firstMs", record.first().toEpochMilli())
                .put("lastMs", record.last().toEpochMilli())
                .toString();
    }

    private static FetchRecord record(JsonNode line) {
        return new FetchRecord(
                text(line, "sha256"),
                text(line, "address"),
                text(line, "receiver"),
                number(line, "started"),
                number(line, "completed"),
                number(line, "aborted"),
                number(line, "bytes"),
                Instant.ofEpochMilli(number(line, "firstMs")),
                Instant.ofEpochMilli(number(line, "lastMs")));
    }

    private static String text(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is not a text");
        }
        return value.textValue();
    }

    private static long number(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (!value.canConvertToLong()) {
            throw new IllegalArgumentException(field + " is not a whole number");
        }
        return value.longValue();
    }
}
