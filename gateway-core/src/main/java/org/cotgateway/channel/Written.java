package org.cotgateway.channel;

/** What became of events that were to be written past an outbox. */
public enum Written {
    /** Nothing was taken: each is for the outbox. */
    NOT,
    /** They are taken, and not all of them have left: the rest leaves with {@link Receiver#flush} or later. */
    PENDING,
    /** The operating system has them. */
    SENT
}
