package org.cotgateway.feed;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rows of a document whose times are reckoned from their arrival, up to its end: there it may say when it was
 * made, which is earlier by as long as it lay in somebody's cache. Of a document with more rows than are held, all go on as
 * they are. Loop-only.
 */
final class RowsBeforeNow implements RowSink {

    /**
     * All that are held go on in one pass of the loop, in which nobody looks at {@link FeedPause}: so there are no more of them
     * than a receiver hears of at once, and services tell of around most places.
     */
    static final int MAX_HELD = 1_000;

    private record Held(SightingReading reading, int line, long arrivalMs) {}

    private final RowSink rows;
    private final Function<@Nullable String[], @Nullable Long> made;
    private final InstantSource clock;
    private final List<Held> held = new ArrayList<>();
    private boolean isFull;

    /**
     * @param made when a document was made, in milliseconds since 1970, by its fields; null if it does not say
     * @param clock by which the times of rows are reckoned
     */
    RowsBeforeNow(RowSink rows, Function<@Nullable String[], @Nullable Long> made, InstantSource clock) {
        this.rows = rows;
        this.made = made;
        this.clock = clock;
    }

    @Override
    public void row(SightingReading reading, int line) {
        Sighting sighting = reading.sighting();
        boolean isReckoned = sighting != null && (sighting.timeMs() == null || sighting.timeErrorMs() > 0);
        if (!isReckoned || isFull) {
            rows.row(reading, line);
            return;
        }
        held.add(new Held(reading, line, clock.millis()));
        if (held.size() > MAX_HELD) {
            isFull = true;
            letGo(null);
        }
    }

    @Override
    public void documentEnded(@Nullable String[] values) {
        letGo(held.isEmpty() ? null : made.apply(values));
        isFull = false;
    }

    @Override
    public int heldRows() {
        return held.size();
    }

    private void letGo(@Nullable Long madeMs) {
        for (Held each : held) {
            Sighting sighting = each.reading.sighting();
            SightingReading row = madeMs == null || sighting == null
                    ? each.reading
                    : SightingReading.of(at(sighting, each.arrivalMs, madeMs));
            rows.row(row, each.line);
        }
        held.clear();
    }

    private static Sighting at(Sighting reckoned, long arrivalMs, long madeMs) {
        Long timeMs = reckoned.timeMs();
        return reckoned.at(timeMs == null ? madeMs : timeMs - arrivalMs + madeMs);
    }
}
