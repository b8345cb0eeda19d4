package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of one upload, one after the other, under names of its own, and hashes them on the way. Blocks; used by
 * one task at a time.
 */
final class FileWriter {

    /** What the files in the making end in: whatever is called so when a gateway starts was left by a crash. */
    static final String SUFFIX = ".part";

    private static final Logger log = LoggerFactory.getLogger(FileWriter.class);

    private final Path directory;
    private final List<UploadedFile> files = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final MessageDigest digest;
    private @Nullable FileChannel channel;
    private long sizeBytes;

    FileWriter(Path directory) {
        this.directory = directory;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    void begin() throws IOException {
        Path path = Files.createTempFile(directory, "upload-", SUFFIX);
        paths.add(path);
        channel = FileChannel.open(path, StandardOpenOption.WRITE);
        digest.reset();
        sizeBytes = 0;
    }

    /** Writes the readable bytes; the buffer stays the caller's. */
    void write(ByteBuf bytes) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IllegalStateException("no file has been begun");
        }
        for (ByteBuffer part : bytes.nioBuffers()) {
            digest.update(part.duplicate());
            while (part.hasRemaining()) {
                open.write(part);
            }
        }
        sizeBytes += bytes.readableBytes();
    }

    void end(String field, @Nullable String fileName) throws IOException {
        close();
        String sha256 = HexFormat.of().formatHex(digest.digest());
        files.add(new UploadedFile(paths.get(paths.size() - 1), field, fileName, sha256, sizeBytes));
    }

    /** The files that are complete, in their order. */
    List<UploadedFile> files() {
        return List.copyOf(files);
    }

    /** Deletes those that are still where they were written. */
    void deleteAll() {
        try {
            close();
        } catch (IOException failure) {
            log.warn("an upload was not closed cleanly: {}", failure.toString());
        }
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException failure) {
                log.warn("upload {} not removed: {}", path, failure.toString());
            }
        }
        paths.clear();
    }

    private void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
