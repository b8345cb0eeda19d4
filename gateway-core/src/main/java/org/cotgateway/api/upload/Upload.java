package org.cotgateway.api.upload;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.cotgateway.http.Exchange;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * One request's files on their way to disk. Pieces wait for their worker up to a bound, beyond which the client is not read
 * from. The files are deleted when the upload is {@link #discard discarded}, which every upload must be; what was moved away
 * by then stays. Loop-only.
 */
final class Upload {

    /** What waits for the disk; below half of it the client is read from again. */
    private static final int MAX_WAITING_BYTES = 512 * 1024;

    private final Exchange exchange;
    private final EventLoop loop;
    private final Executor tasks;
    private final FileWriter writer;
    private final Runnable discarded;
    private final Counters counters;
    private Consumer<IOException> failed = failure -> {};
    private boolean hasFiles;
    private boolean complete;
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private boolean paused;
    private boolean over;
    /** Used by the tasks alone: after it nothing more is written. */
    private boolean broken;

    /** @param discarded run once on the loop */
    Upload(Exchange exchange, FileWriter writer, Executor workers, Runnable discarded, Counters counters) {
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.writer = writer;
        this.tasks = new InOrder(workers);
        this.discarded = discarded;
        this.counters = counters;
    }

    /** Tells this if something cannot be written, once. */
    void whenFailed(Consumer<IOException> told) {
        failed = told;
    }

    void beginFile() {
        hasFiles = true;
        attempt(writer::begin);
    }

    /** The next bytes of the file; lent. */
    void write(ByteBuf bytes) {
        assert loop.inEventLoop();
        int count = bytes.readableBytes();
        ByteBuf kept = bytes.retain();
        if (waitingBytes.addAndGet(count) > MAX_WAITING_BYTES && !paused) {
            paused = true;
            exchange.pauseBody();
        }
        tasks.execute(() -> {
            try {
                run(() -> writer.write(kept));
            } finally {
                kept.release();
                written(count);
            }
        });
    }

    void endFile(String field, @Nullable String fileName) {
        attempt(() -> writer.end(field, fileName));
    }

    /** Gives the files when all is written; at once if there are none, so that a disk that hangs holds up none but who needs it. */
    void complete(Consumer<List<UploadedFile>> whole) {
        if (!hasFiles) {
            completed(List.of(), whole);
            return;
        }
        attempt(() -> {
            List<UploadedFile> files = writer.files();
            onLoop(() -> completed(files, whole));
        });
    }

    private void completed(List<UploadedFile> files, Consumer<List<UploadedFile>> whole) {
        assert loop.inEventLoop();
        if (!over) {
            complete = true;
            counters.increment(Counter.UPLOADS_COMPLETED);
            whole.accept(files);
        }
    }

    /** Deletes the files, unless that has been done; asks nothing of the disk if there were none. */
    void discard() {
        assert loop.inEventLoop();
        if (!over) {
            over = true;
            if (!complete) {
                counters.increment(Counter.UPLOADS_BROKEN);
            }
            if (hasFiles) {
                tasks.execute(() -> {
                    broken = true;
                    writer.deleteAll();
                });
            }
            discarded.run();
        }
    }

    /** What a task does with the disk. */
    private interface DiskWork {
        void run() throws IOException;
    }

    private void attempt(DiskWork work) {
        assert loop.inEventLoop();
        tasks.execute(() -> run(work));
    }

    private void run(DiskWork work) {
        if (broken) {
            return;
        }
        try {
            work.run();
        } catch (IOException failure) {
            broken = true;
            onLoop(() -> {
                if (!over) {
                    failed.accept(failure);
                }
            });
        }
    }

    /** On a worker; only the piece that comes below the mark has the loop look. */
    private void written(int count) {
        int left = waitingBytes.addAndGet(-count);
        if (left < MAX_WAITING_BYTES / 2 && left + count >= MAX_WAITING_BYTES / 2) {
            onLoop(this::resume);
        }
    }

    private void resume() {
        if (paused) {
            paused = false;
            exchange.resumeBody();
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException loopIsGone) {
            // With it the request; at the next start what is left is deleted.
            writer.deleteAll();
        }
    }
}
