package org.cotgateway.channel;

import org.jspecify.annotations.Nullable;

/** Counts what is no good of what comes from a peer, or in at a listener. Loop-only. */
final class BadInputCount {

    private long malformed;
    private long invalid;
    private long tooLarge;
    private long tooLargeForStreams;
    private long unfinished;
    private long skippedBytes;
    private @Nullable BadInputCount whole;

    /** From now on what is counted here counts for that, too. */
    void isPartOf(BadInputCount all) {
        whole = all;
    }

    /** A message was no event. */
    void malformed() {
        malformed++;
        if (whole != null) {
            whole.malformed();
        }
    }

    /** An event broke rules. */
    void invalid() {
        invalid++;
        if (whole != null) {
            whole.invalid();
        }
    }

    void tooLarge() {
        tooLarge++;
        if (whole != null) {
            whole.tooLarge();
        }
    }

    /** An event was passed on, but is too large for streams. */
    void tooLargeForStreams() {
        tooLargeForStreams++;
        if (whole != null) {
            whole.tooLargeForStreams();
        }
    }

    /** An event was cut off. */
    void unfinished() {
        unfinished++;
        if (whole != null) {
            whole.unfinished();
        }
    }

    /** Bytes belonged to no event. */
    void skipped(long bytes) {
        skippedBytes += bytes;
        if (whole != null) {
            whole.skipped(bytes);
        }
    }

    BadInput read() {
        return new BadInput(malformed, invalid, tooLarge, tooLargeForStreams, unfinished, skippedBytes);
    }
}
