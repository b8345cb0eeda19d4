package org.cotgateway.hub;

import org.cotgateway.channel.Transport;

/**
 * How much of the latest state is kept: the newest event of each uid, for those who ask later.
 *
 * @param maxEvents most events, those heard of longest ago fall out; 0 to keep none
 * @param maxBytes most bytes of them and their bookkeeping, at least {@link #LEAST_BYTES}
 */
public record LatestSettings(int maxEvents, long maxBytes) {

    /** Room for an event of the largest size with its bookkeeping. */
    public static final int LEAST_BYTES = 2 * Transport.TCP.maxMessageBytes();

    /** 100,000 events and 128 MiB. */
    public static final LatestSettings DEFAULT = new LatestSettings(100_000, 128L * 1024 * 1024);

    /** Nothing is kept. */
    public static final LatestSettings OFF = new LatestSettings(0, DEFAULT.maxBytes);

    public LatestSettings {
        if (maxEvents < 0 || maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("maxEvents must be 0 or more, and maxBytes at least " + LEAST_BYTES
                    + ": maxEvents=" + maxEvents + " maxBytes=" + maxBytes);
        }
    }
}
