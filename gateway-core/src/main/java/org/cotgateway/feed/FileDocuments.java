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
    private @Nullable Version reading;
    /** The one that was read to its end last. */
    private @Nullable Version read;

    /** @param ended told behind the last bytes of each document */
    FileDocuments(Path file, Runnable ended) {
        this.file = file;
        this.ended = ended;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        SeekableByteChannel open = channel;
        if (open == null) {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Version version = new Version(FileIdentity.of(now), now.lastModifiedTime(), now.size());
            if (version.equals(read)) {
                return null;
            }
            open = Files.newByteChannel(file);
            channel = open;
            reading = version;
        }
        byte[] part;
        try {
            part = FileSource.part(open);
        } catch (IOException unreadable) {
            // It begins anew when it can be read.
            ended.run();
            throw unreadable;
        }
        if (part == null) {
            read = reading;
            release();
            ended.run();
        }
        return part;
    }

    @Override
    public void release() {
        channel = FileLines.close(channel);
    }
}
