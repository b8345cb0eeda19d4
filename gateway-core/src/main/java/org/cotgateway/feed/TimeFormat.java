package org.cotgateway.feed;

/** How times are written. */
public enum TimeFormat {
    /** ISO 8601, such as {@code 2026-11-21T19:27:26.5Z}; a blank may stand for the T. Without offset in the feed's time zone. */
    ISO,
    /** Seconds since 1970-01-01T00:00:00Z, with or without decimals. */
    SECONDS,
    /** Milliseconds since then. */
    MILLIS
}
