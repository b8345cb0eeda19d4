package org.cotgateway.feed;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A file that is a document, and is read as a whole whenever it is another one or has changed. */
final class FileDocuments implements FileSource {

    /** By which a document that has changed is known. */
    private record Version(FileIdentity identity, FileTime changed, long bytes) {}

    private final Path file;
    private final Runnable ended;
    private @Nullable SeekableByteChannel channel;
    private @Nullable Version read;

    /** @param ended told behind the last bytes of each document */
    FileDocuments(Path file, Runnable ended) {
        this.file = file;
        this.ended = ended;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        boolean hasBegun = channel != null;
        try {
            byte[] part = read();
            if (part == null && channel != null) {
                release();
                ended.run();
            }
            return part;
        } catch (IOException unreadable) {
            // Read anew from its start, whether it changes or not.
            read = null;
            if (hasBegun) {
                ended.run();
            }
            throw unreadable;
        }
    }

    private byte @Nullable [] read() throws IOException {
        if (channel == null) {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Version version = new Version(FileIdentity.of(now), now.lastModifiedTime(), now.size());
            if (version.equals(read)) {
                return null;
            }
            channel = Files.newByteChannel(file);
            read = version;
        }
        return FileSource.part(channel);
    }

    @Override
    public void release() {
        channel = FileLines.close(channel);
    }
}
