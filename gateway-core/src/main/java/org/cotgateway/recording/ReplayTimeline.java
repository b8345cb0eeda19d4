package org.cotgateway.recording;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a file on a timeline that begins with the first event, and for each further pass on another one. Each
 * pass reads the file anew; what is unreadable is said in the first one only. Not thread-safe; blocks.
 */
public final class ReplayTimeline implements AutoCloseable {

    /** Opens the file, anew for each pass. */
    @FunctionalInterface
    public interface Opener {
        RecordingReader open() throws IOException;
    }

    /**
     * An entry and its place.
     *
     * @param pass how often the file was played before
     * @param atMs when it is due at the recorded speed, in milliseconds since the pass's first event
     */
    public record Step(int pass, long atMs, RecordingEntry entry) {}

    private final Opener opener;
    private final boolean endless;
    private RecordingReader reader;
    private int pass;
    private long latestMs;
    private long firstMs;
    private boolean anyEvent;

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
                return new Step(pass, place(event.atMs()), event);
            } else if (pass == 0) {
                return new Step(pass, latestMs, entry);
            }
        }
    }

    private long place(long atMs) {
        if (!anyEvent) {
            anyEvent = true;
            firstMs = atMs;
        }
        latestMs = Math.max(latestMs, atMs - firstMs);
        return latestMs;
    }

    private void beginAgain() throws IOException {
        reader.close();
        reader = opener.open();
        pass++;
        anyEvent = false;
        latestMs = 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
