package org.cotgateway.channel;

/**
 * How many events wait in all outboxes of a gateway, or are on their way. Receivers share an event's bytes, but not what it
 * takes to keep it for each of them, and that is of the JVM's heap: 60 to 120 bytes, and some 100 more if it is observed or
 * urgent. Also whether those outboxes that hold much are to give something up. Loop-only.
 */
final class WaitingEvents {

    private final long max;
    private long events;
    private boolean shedding;
    private Runnable tooMany = () -> {};

    /** @param max how many there should be at the most; outboxes take more all the same */
    WaitingEvents(long max) {
        this.max = max;
    }

    /** Has something done whenever there have become too many. */
    void whenTooMany(Runnable action) {
        tooMany = action;
    }

    void add() {
        events++;
        if (events == max + 1) {
            tooMany.run();
        }
    }

    void remove() {
        events--;
    }

    long max() {
        return max;
    }

    long events() {
        return events;
    }

    boolean areTooMany() {
        return events > max;
    }

    /** Whether there are twice as many as there should be. */
    boolean areFarTooMany() {
        return events > 2 * max;
    }

    /** Whether there are less than three quarters of those that there should be at the most. */
    boolean areFewAgain() {
        return events < max - max / 4;
    }

    /** Whether an outbox that holds much gives up its oldest routine events when more come. */
    boolean areShed() {
        return shedding;
    }

    void shed(boolean whether) {
        shedding = whether;
    }
}
