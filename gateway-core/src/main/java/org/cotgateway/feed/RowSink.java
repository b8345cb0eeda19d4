package org.cotgateway.feed;

/** Takes what the rows of one intake say. Loop-only. */
interface RowSink {

    /** A row that could be read. */
    void row(SightingReading reading, int line);

    /** A row that could not. */
    default void unreadable(int line, RejectReason reason, String rule) {
        row(SightingReading.rejected(reason, rule), line);
    }
}
