package org.cotgateway.feed;

import java.io.IOException;
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
 * A file that lines are appended to. When another one has come to have the name (rotation), the old one is read to its end
 * first. When the file has become shorter than what was read of it, or has something else where that began or ended (it was
 * cut, or written anew, and has grown again between two looks), it is read from its beginning. What is written over in its
 * middle alone, to the same length, is not seen. Once it could not be read and then can, it goes on where it was.
 */
final class FileLines implements FileSource {

    private static final Logger log = LoggerFactory.getLogger(FileLines.class);

    /** How much of the beginning and of the end of what was read is looked at again. */
    private static final int KNOWN_BYTES = 4_096;

    /** How the file is opened. */
    interface Opening {
        SeekableByteChannel open(Path file) throws IOException;
    }

    private final Path file;
    private final Opening opening;
    private final boolean hasHeader;
    private final Runnable ended;
    private @Nullable SeekableByteChannel channel;
    private @Nullable FileIdentity identity;
    /** How much of that file was read. */
    private long position;
    /** The first bytes of it. */
    private byte[] beginning = {};
    /** The last bytes of it. */
    private byte[] known = {};

    private boolean fromStart;
    private boolean skipsToLineEnd;

    /**
     * @param hasHeader whether the first line counts in any case
     * @param fromStart whether what is in the file already counts, too
     * @param ended told behind the last bytes of each file
     */
    FileLines(Path file, boolean hasHeader, boolean fromStart, Runnable ended) {
        this(file, Files::newByteChannel, hasHeader, fromStart, ended);
    }

    FileLines(Path file, Opening opening, boolean hasHeader, boolean fromStart, Runnable ended) {
        this.file = file;
        this.opening = opening;
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
        SeekableByteChannel open = opening.open(file);
        channel = open;
        if (!FileIdentity.of(now).isThatOf(Files.readAttributes(file, BasicFileAttributes.class))) {
            // Which of the two was opened is not known.
            release();
            return null;
        }
        FileIdentity before = identity;
        if (before != null && before.isThatOf(now)) {
            return part(open);
        }
        if (before != null) {
            log.info("{} is another file now", file);
            end();
        }
        byte[] first = fromStart ? part(open) : skip(open);
        identity = FileIdentity.of(now);
        return first;
    }

    /** There is nothing more in the file that was read; what comes counts from its start. */
    private void end() {
        identity = null;
        fromStart = true;
        begin();
    }

    private void begin() {
        position = 0;
        beginning = new byte[0];
        known = new byte[0];
        skipsToLineEnd = false;
        ended.run();
    }

    /** Goes to the end of what is there already, and answers the columns' names if they count. */
    private byte @Nullable [] skip(SeekableByteChannel open) throws IOException {
        fromStart = true;
        long from = Math.max(0, open.size() - KNOWN_BYTES);
        known = FileSource.read(open, from, KNOWN_BYTES);
        if (known.length == 0) {
            // There is nothing yet, or it was cut since its size was asked for: what comes counts from its start.
            position = 0;
            return null;
        }
        skipsToLineEnd = known[known.length - 1] != '\n';
        position = from + known.length;
        byte[] start = FileSource.read(open, 0, PART_BYTES);
        beginning = Arrays.copyOf(start, (int) Math.min(Math.min(position, KNOWN_BYTES), start.length));
        return hasHeader ? firstLine(start) : null;
    }

    private static byte @Nullable [] firstLine(byte[] start) {
        int length = 0;
        while (length < start.length) {
            if (start[length++] == '\n') {
                return Arrays.copyOf(start, length);
            }
        }
        return null;
    }

    private byte @Nullable [] part(SeekableByteChannel open) throws IOException {
        // In one go with what is known, so that nobody writes it anew in between.
        byte[] bytes = FileSource.read(open, position - known.length, known.length + PART_BYTES);
        if (!startsWithKnown(bytes) || !Arrays.equals(FileSource.read(open, 0, beginning.length), beginning)) {
            log.info("{} was cut or written anew, and is read from its beginning", file);
            begin();
            bytes = FileSource.read(open, 0, PART_BYTES);
        }
        int from = known.length;
        if (position < KNOWN_BYTES) {
            // Then all that was read is known, and stands before what is new.
            beginning = Arrays.copyOf(bytes, Math.min(bytes.length, KNOWN_BYTES));
        }
        position += bytes.length - from;
        known = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - KNOWN_BYTES), bytes.length);
        if (from == bytes.length) {
            return null;
        }
        while (skipsToLineEnd && from < bytes.length) {
            skipsToLineEnd = bytes[from++] != '\n';
        }
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private boolean startsWithKnown(byte[] bytes) {
        return bytes.length >= known.length && Arrays.equals(bytes, 0, known.length, known, 0, known.length);
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
