package org.cotgateway.recording;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a recording. What was written before a {@link #flush} can be read from then on, even if the process is killed.
 * Not thread-safe; blocks.
 */
public final class RecordingWriter implements AutoCloseable {

    private static final String COMPRESSED = ".gz";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;
    private long events;

    RecordingWriter(OutputStream out, Instant start) throws IOException {
        this.out = out;
        line(new RecordingFormat.Header(RecordingFormat.NAME, RecordingFormat.VERSION, start.toString()));
    }

    /**
     * Begins a file, with its header.
     *
     * @param file compressed if its name ends in {@code .gz}
     * @param overwrite whether a file that is there already may be replaced
     * @param start when the recording begins
     */
    public static RecordingWriter create(Path file, boolean overwrite, Instant start) throws IOException {
        OpenOption[] options = overwrite
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        OutputStream plain = Files.newOutputStream(file, options);
        try {
            OutputStream out =
                    file.toString().endsWith(COMPRESSED) ? new GZIPOutputStream(plain, BUFFER_BYTES, true) : plain;
            RecordingWriter writer = new RecordingWriter(new BufferedOutputStream(out, BUFFER_BYTES), start);
            writer.flush();
            return writer;
        } catch (IOException failed) {
            plain.close();
            throw failed;
        }
    }

    /**
     * Appends an event.
     *
     * @param atMs milliseconds since the start
     */
    public void event(long atMs, String from, String protocol, String xml) throws IOException {
        line(new RecordingFormat.EventLine(atMs, from, protocol, xml));
        events++;
    }

    /** Says that events are missing from here. */
    public void gap(long atMs, long lost) throws IOException {
        line(new RecordingFormat.GapLine(atMs, lost));
    }

    /** How many events were written. */
    public long events() {
        return events;
    }

    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void line(Object content) throws IOException {
        out.write(RecordingFormat.MAPPER.writeValueAsBytes(content));
        out.write('\n');
    }
}
