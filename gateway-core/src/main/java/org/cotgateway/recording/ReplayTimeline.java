package org.cotgateway.recording;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a file on one timeline that begins with the first event, and once more behind it for each further pass.
 * Each pass reads the file anew; what is unreadable is said in the first one only. Not thread-safe; blocks.
 */
public final class ReplayTimeline implements AutoCloseable {

    /** Between the last event of a pass and the first one of the next. */
    static final Duration BETWEEN_PASSES = Duration.ofSeconds(1);

    /** Opens the file, anew for each pass. */
    @FunctionalInterface
    public interface Opener {
        RecordingReader open() throws IOException;
    }

    /**
     * An entry and its place.
     *
     * @param atMs when it is due at the recorded speed, in milliseconds since the first event
     */
    public record Step(long atMs, RecordingEntry entry) {}

    private final Opener opener;
    private final boolean endless;
    private RecordingReader reader;
    private long passBeginsMs;
    private long latestMs;
    private long firstMs;
    private boolean anyEvent;
    private boolean firstPass = true;

    /**
     * Opens the file.
     *
     * @param endless whether it begins again at its end
     */
    public ReplayTimeline(Opener opener, boolean endless) throws IOException {
        this.opener = opener;
        this.endless = endless;
        this.reader = opener.open();
    }

    /** The next step, or null at the end; without an event in the file there is one end even if endless. */
    public @Nullable Step next() throws IOException {
        while (true) {
            RecordingEntry entry = reader.next();
            if (entry == null) {
                if (!endless || !anyEvent) {
                    return null;
                }
                beginAgain();
            } else if (entry instanceof RecordingEntry.Event event) {
                return new Step(place(event.atMs()), event);
            } else if (firstPass) {
                return new Step(latestMs, entry);
            }
        }
    }

    private long place(long atMs) {
        if (!anyEvent) {
            anyEvent = true;
            firstMs = atMs;
        }
        latestMs = Math.max(latestMs, passBeginsMs + atMs - firstMs);
        return latestMs;
    }

    private void beginAgain() throws IOException {
        reader.close();
        reader = opener.open();
        firstPass = false;
        anyEvent = false;
        passBeginsMs = latestMs + BETWEEN_PASSES.toMillis();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
