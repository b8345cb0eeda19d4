package org.cotgateway.route;

/**
 * Receivers that get the same events: their OUT groups and their subscriptions are equal. Implemented by whoever writes to
 * them; the router makes one when the first receiver joins and lets go of it after the last has left.
 *
 * <p>Called on the event loop. Neither method may call back into the router.
 *
 * @param <R> the receivers
 */
public interface Audience<R> {

    /** The receiver gets from now on what goes to this audience. */
    void joined(R receiver);

    /** The receiver gets nothing more of what goes to this audience. */
    void left(R receiver);
}
