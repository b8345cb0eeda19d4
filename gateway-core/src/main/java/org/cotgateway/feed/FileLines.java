package org.cotgateway.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that lines are appended to. When another one has come to have the name (rotation), the old one is read to its end first.
 * When the file has become shorter than what was read of it, it is read from its beginning; one that was cut and has grown
 * beyond that again between two looks cannot be told from one that has grown. Once it could not be read and then can, it goes on
 * where it was.
 */
final class FileLines implements FileSource {

    private static final Logger log = LoggerFactory.getLogger(FileLines.class);

    private final Path file;
    private final boolean hasHeader;
    private final Runnable ended;
    private @Nullable SeekableByteChannel channel;
    private @Nullable FileIdentity identity;
    /** How much of that file was read. */
    private long position;

    private boolean fromStart;
    private boolean skipsToLineEnd;

    /**
     * @param hasHeader whether the first line counts in any case
     * @param fromStart whether what is in the file already counts, too
     * @param ended told behind the last bytes of each file
     */
    FileLines(Path file, boolean hasHeader, boolean fromStart, Runnable ended) {
        this.file = file;
        this.hasHeader = hasHeader;
        this.fromStart = fromStart;
        this.ended = ended;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        SeekableByteChannel open = channel;
        if (open == null) {
            return open();
        }
        byte[] part = part(open);
        if (part != null) {
            return part;
        }
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException renamed) {
            // Whoever renamed it may still write to it, until there is another one.
            return null;
        }
        if (!Objects.requireNonNull(identity).isThatOf(now)) {
            // What was written between the last look and the new file's beginning.
            byte[] rest = part(open);
            if (rest != null) {
                return rest;
            }
            log.info("{} is another file now", file);
            release();
            end();
            return open();
        }
        if (now.size() < position) {
            cut(open);
            return part(open);
        }
        return null;
    }

    private byte @Nullable [] open() throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException missing) {
            // It may come yet, and is new then.
            end();
            throw missing;
        }
        SeekableByteChannel open = Files.newByteChannel(file);
        channel = open;
        if (!FileIdentity.of(now).isThatOf(Files.readAttributes(file, BasicFileAttributes.class))) {
            // Which of the two was opened is not known.
            release();
            return null;
        }
        FileIdentity before = identity;
        if (before != null && before.isThatOf(now)) {
            return goOn(open, now.size());
        }
        if (before != null) {
            log.info("{} is another file now", file);
            end();
        }
        byte[] first = fromStart ? part(open) : skip(open);
        identity = FileIdentity.of(now);
        return first;
    }

    private byte @Nullable [] goOn(SeekableByteChannel open, long size) throws IOException {
        if (size < position) {
            cut(open);
        } else {
            open.position(position);
        }
        return part(open);
    }

    private void cut(SeekableByteChannel open) throws IOException {
        log.info("{} was cut, and is read from its beginning", file);
        open.position(0);
        position = 0;
        skipsToLineEnd = false;
        ended.run();
    }

    /** There is nothing more in the file that was read; what comes counts from its start. */
    private void end() {
        identity = null;
        position = 0;
        skipsToLineEnd = false;
        fromStart = true;
        ended.run();
    }

    /** Goes to the end of what is there already, and answers the columns' names if they count. */
    private byte @Nullable [] skip(SeekableByteChannel open) throws IOException {
        byte[] header = hasHeader ? firstLine(FileSource.part(open)) : null;
        long size = open.size();
        if (size > 0) {
            open.position(size - 1);
            ByteBuffer last = ByteBuffer.allocate(1);
            skipsToLineEnd = open.read(last) == 1 && last.get(0) != '\n';
        }
        open.position(size);
        position = size;
        fromStart = true;
        return header;
    }

    private static byte @Nullable [] firstLine(byte @Nullable [] start) {
        int length = 0;
        while (start != null && length < start.length) {
            if (start[length++] == '\n') {
                return Arrays.copyOf(start, length);
            }
        }
        return null;
    }

    private byte @Nullable [] part(SeekableByteChannel open) throws IOException {
        byte[] part = FileSource.part(open);
        if (part == null) {
            return null;
        }
        position = open.position();
        int from = 0;
        while (skipsToLineEnd && from < part.length) {
            skipsToLineEnd = part[from++] != '\n';
        }
        return from == 0 ? part : Arrays.copyOfRange(part, from, part.length);
    }

    @Override
    public void release() {
        channel = close(channel);
    }

    /** Answers null. */
    static @Nullable SeekableByteChannel close(@Nullable SeekableByteChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException failure) {
                log.debug("a followed file did not close well", failure);
            }
        }
        return null;
    }
}
