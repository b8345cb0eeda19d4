package org.cotgateway.recording;

import java.io.IOException;
import org.cotgateway.recording.ReplayTimeline.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a timeline on a thread of its own, some way ahead of who plays it. Steps can be taken on one other thread; taking
 * never waits.
 */
public final class ReadAhead implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);
    private static final int MAX_CHARS = 8 * 1024 * 1024;
    private static final int ENTRY_CHARS = 512;
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    /** What comes of asking for a step. */
    public sealed interface Read {}

    /** A step. */
    public record Next(Step step) implements Read {}

    /**
     * There is no further step.
     *
     * @param failure why the rest cannot be read; null when everything was
     */
    public record End(@Nullable IOException failure) implements Read {}

    private final ReplayTimeline timeline;
    private final BoundedQueue<Read> queue = new BoundedQueue<>(MAX_CHARS, ReadAhead::chars);
    private final Thread thread;

    /** Begins to read; the timeline is closed with this. */
    public ReadAhead(ReplayTimeline timeline) {
        this.timeline = timeline;
        this.thread = new Thread(this::read, "recording-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /** What was read next, or null if nothing has been yet. */
    public @Nullable Read poll() {
        return queue.poll();
    }

    private void read() {
        try (timeline) {
            Step step;
            while ((step = timeline.next()) != null) {
                queue.put(new Next(step));
            }
            queue.put(new End(null));
        } catch (IOException failure) {
            end(failure);
        } catch (InterruptedException closed) {
            log.debug("reading is ended");
        } catch (RuntimeException bug) {
            end(new IOException("reading it failed: " + bug, bug));
        }
    }

    private void end(IOException failure) {
        try {
            queue.put(new End(failure));
        } catch (InterruptedException closed) {
            log.debug("reading is ended");
        }
    }

    /** Stops reading; blocks until the file is closed. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int chars(Read read) {
        return read instanceof Next next && next.step().entry() instanceof RecordingEntry.Event event
                ? ENTRY_CHARS + event.xml().length()
                : ENTRY_CHARS;
    }
}
