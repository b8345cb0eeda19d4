package org.cotgateway.feed;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a file by its name, as {@code tail -F}: lines as they are appended, documents as a whole whenever the file is
 * another one or has changed. A thread of its own reads a part and then waits until the loop has taken it; so a file system that
 * does not answer holds up nothing else. A row that had no end when the file was replaced is taken as it is.
 */
final class FollowedFile implements FeedInput {

    private static final Logger log = LoggerFactory.getLogger(FollowedFile.class);

    private static final long STALLED_NS = Duration.ofSeconds(10).toNanos();

    private final Path file;
    private final FileSource source;
    private final long pollMs;
    private final EventLoop loop;
    private final FeedPause pause;
    private final FeedReader reader;
    private final ScheduledExecutorService worker;

    /** The loop's. */
    private @Nullable FeedIntake intake;

    private volatile @Nullable String trouble;
    private volatile boolean isReading;
    private volatile long readingSinceNs;
    private volatile boolean closed;

    private FollowedFile(
            FeedSettings feed,
            Path file,
            EventLoop loop,
            ScheduledExecutorService worker,
            FeedPause pause,
            FeedReader reader) {
        this.file = file;
        boolean hasHeader = feed.mapping() != null
                && feed.format() == FeedFormat.CSV
                && feed.mapping().header();
        this.source = feed.format().isDocument()
                ? new FileDocuments(file, this::finish)
                : new FileLines(file, hasHeader, feed.input().fromStart(), this::finish);
        this.pollMs = feed.input().pollInterval().toMillis();
        this.loop = loop;
        this.pause = pause;
        this.reader = reader;
        this.worker = worker;
    }

    /** Begins; a file that is not there yet is waited for, and is read from its start. */
    static FollowedFile open(FeedSettings feed, Path file, EventLoop loop, FeedPause pause, FeedReader reader) {
        ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "cot-gateway-feed-" + feed.name());
            thread.setDaemon(true);
            return thread;
        });
        return open(feed, file, loop, worker, pause, reader);
    }

    /** @param worker one thread, for this file alone; is shut down when it is closed */
    static FollowedFile open(
            FeedSettings feed,
            Path file,
            EventLoop loop,
            ScheduledExecutorService worker,
            FeedPause pause,
            FeedReader reader) {
        FollowedFile followed = new FollowedFile(feed, file, loop, worker, pause, reader);
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
        boolean isStalled = isReading && System.nanoTime() - readingSinceNs > STALLED_NS;
        return isStalled ? "cannot be read: its file system does not answer" : trouble;
    }

    @Override
    public void close() {
        closed = true;
        worker.execute(source::release);
        worker.shutdown();
        if (!loop.isShuttingDown()) {
            loop.submit(this::drop).awaitUninterruptibly();
        }
    }

    /** Looks at the file, reads a part, and sees to it that this goes on. On the worker. */
    private void look() {
        if (closed) {
            source.release();
            return;
        }
        try {
            readingSinceNs = System.nanoTime();
            isReading = true;
            byte[] part = source.next();
            untroubled();
            if (part == null) {
                schedule(pollMs);
            } else {
                loop.execute(() -> pause.whenOver(() -> take(part)));
            }
        } catch (NoSuchFileException missing) {
            trouble("there is no such file");
        } catch (IOException unreadable) {
            trouble("cannot be read: " + reason(unreadable));
        } catch (RuntimeException | Error bug) {
            String what = "cannot be read: " + bug;
            if (!what.equals(trouble)) {
                log.error("{}: reading failed", file, bug);
            }
            trouble(what);
        } finally {
            isReading = false;
        }
    }

    /** Takes bytes on the loop, and then lets more be read. */
    private void take(byte[] part) {
        if (closed) {
            return;
        }
        FeedIntake open = intake;
        if (open == null) {
            open = reader.open(FeedObserver.NONE, file);
            intake = open;
        }
        try {
            open.accept(Unpooled.wrappedBuffer(part));
        } finally {
            schedule(0);
        }
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

    private void schedule(long delayMs) {
        try {
            worker.schedule(this::look, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            log.debug("{} is not followed any more", file, over);
        }
    }

    private void trouble(String what) {
        source.release();
        if (!what.equals(trouble)) {
            log.warn("{}: {}", file, what);
            trouble = what;
        }
        schedule(pollMs);
    }

    /** Why, without the path that file systems begin with. */
    private static String reason(IOException unreadable) {
        if (unreadable instanceof AccessDeniedException) {
            return "access is denied";
        }
        String reason = unreadable instanceof FileSystemException failure ? failure.getReason() : null;
        return reason != null ? reason : String.valueOf(unreadable.getMessage());
    }

    private void untroubled() {
        if (trouble != null) {
            log.info("{} is read", file);
            trouble = null;
        }
    }
}
