package org.cotgateway.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file entry by entry, so that it may be larger than memory. Bad entries are entries, too, and what follows them
 * is read. Not thread-safe; blocks.
 */
public interface RecordingReader extends AutoCloseable {

    /** The next entry, or null at the end. */
    @Nullable
    RecordingEntry next() throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Opens a recording or a file of XML events, compressed by gzip or not: what it is is seen by its first bytes.
     *
     * @throws IOException when it cannot be read or is neither, with a message for people
     */
    static RecordingReader open(Path file) throws IOException {
        InputStream plain = Files.newInputStream(file);
        try {
            return of(plain);
        } catch (IOException failed) {
            plain.close();
            throw failed;
        }
    }

    /** The same for a stream, which is closed with the reader. */
    static RecordingReader of(InputStream plain) throws IOException {
        BufferedInputStream in = new BufferedInputStream(plain, FileStart.BUFFER_BYTES);
        if (FileStart.isCompressed(in)) {
            in = new BufferedInputStream(new GZIPInputStream(in, FileStart.BUFFER_BYTES), FileStart.BUFFER_BYTES);
        }
        return switch (FileStart.firstCharacter(in)) {
            case '{' -> new JsonRecordingReader(in);
            case '<' -> new XmlFileReader(in);
            case FileStart.NOTHING -> throw new IOException("there is nothing in it");
            default -> throw new IOException("it is neither a recording nor a file of XML events");
        };
    }
}
