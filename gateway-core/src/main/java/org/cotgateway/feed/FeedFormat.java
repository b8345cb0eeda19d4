package org.cotgateway.feed;

/** In which form a feed's data comes. */
public enum FeedFormat {
    /** Documents with one object, or with an array of objects or arrays somewhere in them; by a mapping. */
    JSON,
    /** Lines with one object or array each; by a mapping. */
    NDJSON,
    /** Comma-separated values as in RFC 4180; by a mapping. */
    CSV,
    /** The document {@code aircraft.json} of readsb and dump1090. */
    READSB,
    /** BaseStation's lines, port 30003 of dump1090 and readsb. */
    SBS,
    /** NMEA 0183 lines with AIS messages ({@code !AIVDM}), with or without tag blocks. */
    AIS;

    /** Whether a mapping says what its fields are. */
    public boolean isMapped() {
        return this == JSON || this == NDJSON || this == CSV;
    }

    /** Whether it comes in documents that are complete in themselves, and not as lines that go on and on. */
    public boolean isDocument() {
        return this == JSON || this == READSB;
    }
}
