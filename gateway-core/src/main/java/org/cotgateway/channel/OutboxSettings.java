package org.cotgateway.channel;

import java.time.Duration;

/**
 * How much one endpoint's outbox holds.
 *
 * @param maxEvents events that wait or are on their way, at least 1
 * @param maxBytes their bytes; one event of the largest size must fit
 * @param sameUidGap how long after an event the next one of its uid may leave. ATAK reorders inside a burst; 10 ms kept
 *     the order (ATAK 4.6 and 5.5). Not used for datagrams, whose order ATAK keeps
 */
public record OutboxSettings(int maxEvents, int maxBytes, Duration sameUidGap) {

    /** Room for an event of the largest size. */
    public static final int LEAST_BYTES = Transport.TCP.maxMessageBytes();

    public static final OutboxSettings DEFAULT = new OutboxSettings(1_000, 4 * 1024 * 1024, Duration.ofMillis(10));

    public OutboxSettings {
        if (maxEvents < 1 || maxBytes < LEAST_BYTES || sameUidGap.isNegative()) {
            throw new IllegalArgumentException("an outbox holds at least 1 event and "
                    + LEAST_BYTES + " bytes, and no gap is negative: maxEvents=" + maxEvents
                    + " maxBytes=" + maxBytes + " sameUidGap=" + sameUidGap);
        }
    }
}
