package org.cotgateway.channel;

/** Sends to one endpoint. Loop-only. */
interface Sender {

    Endpoint endpoint();

    /** Takes the event over, whatever the outcome. */
    OfferOutcome offer(OutboundEvent event);

    /** Looks after timeouts, pauses that are over and events that have become stale; called every few milliseconds. */
    void tick();

    /** Whether nothing would be lost or delayed by forgetting this sender. */
    boolean isIdle();

    /** Drops what waits, ends what is under way. Only {@link #tick} may be called after that, and does nothing. */
    void close(String why);

    EndpointStatus status();
}
