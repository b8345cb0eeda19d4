package org.cotgateway.feed;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a file by its name, as {@code tail -F}: lines as they are appended, documents as a whole whenever the file is
 * another one or has changed. A worker reads at most {@link #PART_BYTES} and then waits until the loop has taken them.
 *
 * <p>When another file has come to have the name (rotation), the old one is read to its end first. When the file has become
 * shorter than what was read of it, it is read from its beginning; one that was cut and has grown beyond that again
 * between two looks cannot be told from one that has grown. A row that had no end when the file was replaced is taken as it is.
 */
final class FollowedFile implements FeedInput {

    private static final Logger log = LoggerFactory.getLogger(FollowedFile.class);
    static final int PART_BYTES = 65_536;

    /** What a file is known by: another one of the same name has another key, or at least was made at another time. */
    private record Identity(@Nullable Object key, FileTime made) {
        static Identity of(BasicFileAttributes attributes) {
            return new Identity(attributes.fileKey(), attributes.creationTime());
        }

        boolean isThatOf(BasicFileAttributes attributes) {
            return key != null ? key.equals(attributes.fileKey()) : made.equals(attributes.creationTime());
        }
    }

    /** By which a document that has changed is known. */
    private record Version(Identity identity, FileTime changed, long bytes) {}

    private final Path file;
    private final boolean documents;
    private final boolean hasHeader;
    private final long pollMs;
    private final EventLoop loop;
    private final ScheduledExecutorService worker;
    private final FeedReader reader;

    // The worker's.
    private @Nullable SeekableByteChannel channel;
    private @Nullable Identity identity;
    private @Nullable Version read;
    private boolean fromStart;
    private boolean skipsToLineEnd;

    // The loop's.
    private @Nullable FeedIntake intake;

    private volatile @Nullable String trouble;
    private volatile boolean closed;

    private FollowedFile(
            FeedSettings feed, Path file, EventLoop loop, ScheduledExecutorService worker, FeedReader reader) {
        this.file = file;
        this.documents = feed.format().isDocument();
        this.hasHeader = feed.mapping() != null
                && feed.format() == FeedFormat.CSV
                && feed.mapping().header();
        this.fromStart = feed.input().fromStart();
        this.pollMs = feed.input().pollInterval().toMillis();
        this.loop = loop;
        this.worker = worker;
        this.reader = reader;
    }

    /** Begins; a file that is not there yet is waited for, and is read from its start. */
    static FollowedFile open(
            FeedSettings feed, Path file, EventLoop loop, ScheduledExecutorService worker, FeedReader reader) {
        FollowedFile followed = new FollowedFile(feed, file, loop, worker, reader);
        worker.execute(followed::look);
        return followed;
    }

    @Override
    public String source() {
        return "file " + file;
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closed = true;
        worker.execute(this::forget);
        if (!loop.isShuttingDown()) {
            loop.submit(this::drop).awaitUninterruptibly();
        }
    }

    /** Looks at the file, reads a part, and sees to it that this goes on. On the worker. */
    private void look() {
        if (closed) {
            forget();
            return;
        }
        try {
            byte[] part = documents ? nextOfDocument() : nextOfLines();
            untroubled();
            if (part == null) {
                later();
            } else {
                give(part);
            }
        } catch (NoSuchFileException missing) {
            // It may come yet, and is new then.
            fromStart = true;
            trouble("there is no such file");
        } catch (IOException unreadable) {
            trouble("cannot be read: " + unreadable.getMessage());
        }
    }

    /** The next bytes, none for the moment if it is null. */
    private byte @Nullable [] nextOfLines() throws IOException {
        SeekableByteChannel open = channel;
        if (open == null) {
            return begin();
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
            forget();
            finish();
            fromStart = true;
            return begin();
        }
        if (now.size() < open.position()) {
            log.info("{} was cut, and is read from its beginning", file);
            open.position(0);
            skipsToLineEnd = false;
            finish();
            return part(open);
        }
        return null;
    }

    /** Opens the file; skips what is in it already if only what is new counts, but for the columns' names. */
    private byte @Nullable [] begin() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        SeekableByteChannel open = Files.newByteChannel(file);
        channel = open;
        identity = Identity.of(attributes);
        if (fromStart) {
            return part(open);
        }
        fromStart = true;
        byte[] header = hasHeader ? firstLine(part(open)) : null;
        long end = open.size();
        if (end > 0) {
            open.position(end - 1);
            ByteBuffer last = ByteBuffer.allocate(1);
            skipsToLineEnd = open.read(last) == 1 && last.get(0) != '\n';
            open.position(end);
        }
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

    /** A document's next bytes; if there are none, it is over, and the next one begins when the file has changed. */
    private byte @Nullable [] nextOfDocument() throws IOException {
        SeekableByteChannel open = channel;
        if (open == null) {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Version version = new Version(Identity.of(now), now.lastModifiedTime(), now.size());
            if (version.equals(read)) {
                return null;
            }
            read = version;
            open = Files.newByteChannel(file);
            channel = open;
        }
        byte[] part = part(open);
        if (part == null) {
            forget();
            finish();
        }
        return part;
    }

    private byte @Nullable [] part(SeekableByteChannel open) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PART_BYTES);
        int length = open.read(bytes);
        if (length <= 0) {
            return null;
        }
        int from = 0;
        while (skipsToLineEnd && from < length) {
            skipsToLineEnd = bytes.get(from++) != '\n';
        }
        return Arrays.copyOfRange(bytes.array(), from, length);
    }

    /** Gives bytes to the loop, and goes on when it has taken them. */
    private void give(byte[] part) {
        loop.execute(() -> {
            if (!closed) {
                FeedIntake open = intake;
                if (open == null) {
                    open = reader.open(FeedObserver.NONE);
                    intake = open;
                }
                open.accept(Unpooled.wrappedBuffer(part));
                schedule(0);
            }
        });
    }

    /** What was read so far is all there is of this file, or this document. */
    private void finish() {
        loop.execute(() -> {
            if (intake != null) {
                intake.end();
            }
            drop();
        });
    }

    private void drop() {
        if (intake != null) {
            intake.close();
            intake = null;
        }
    }

    private void later() {
        schedule(pollMs);
    }

    private void schedule(long delayMs) {
        try {
            worker.schedule(this::look, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            log.debug("{} is not followed any more", file, over);
        }
    }

    private void trouble(String what) {
        forget();
        if (!what.equals(trouble)) {
            log.warn("{} {}", file, what);
            trouble = what;
        }
        later();
    }

    private void untroubled() {
        if (trouble != null) {
            log.info("{} is read", file);
            trouble = null;
        }
    }

    private void forget() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException failure) {
                log.debug("{} did not close well", file, failure);
            }
            channel = null;
        }
    }
}
