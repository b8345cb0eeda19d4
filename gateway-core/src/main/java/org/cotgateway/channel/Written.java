package org.cotgateway.channel;

/**
 * What became of events that were to be written past an outbox: the first of them are taken, the others are for the outbox.
 *
 * @param events how many are taken
 * @param isPending whether not all of these have left: the rest leaves with {@link Receiver#flush} or later
 */
public record Written(int events, boolean isPending) {

    /** Nothing was taken. */
    public static final Written NOT = new Written(0, false);

    /** Batches that are larger are so large that an object more for each receiver is nothing beside them. */
    private static final int COMMON = 1_024;

    private static final Written[] SENT = new Written[COMMON];

    static {
        for (int events = 0; events < COMMON; events++) {
            SENT[events] = new Written(events, false);
        }
    }

    /** The operating system has so many. */
    public static Written sent(int events) {
        return events < COMMON ? SENT[events] : new Written(events, false);
    }

    /** So many are taken, and not all of them have left. */
    public static Written pending(int events) {
        return new Written(events, true);
    }
}
