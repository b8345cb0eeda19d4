package org.cotgateway.feed;

import org.jspecify.annotations.Nullable;

/** Takes what the rows of one intake say. Loop-only. */
interface RowSink {

    /** A row that could be read. */
    void row(SightingReading reading, int line);

    /**
     * A JSON document has come to its end, or no more of it comes.
     *
     * @param values what it says beside its rows, by slot
     */
    default void documentEnded(@Nullable String[] values) {}

    /** How many rows it holds until then. */
    default int heldRows() {
        return 0;
    }

    /** A row that could not. */
    default void unreadable(int line, RejectReason reason, String rule) {
        row(SightingReading.rejected(reason, rule), line);
    }
}
