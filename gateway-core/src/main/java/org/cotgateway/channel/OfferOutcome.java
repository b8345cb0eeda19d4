package org.cotgateway.channel;

/** What became of an event that was offered for an endpoint. */
public enum OfferOutcome {
    /** It waits for its turn, or is on its way already. */
    QUEUED,
    /** It took the place of an older event of its uid, which was dropped. */
    REPLACED,
    /** Dropped: a newer event of its uid waits or is on its way. */
    SUPERSEDED,
    /** Dropped: its stale time has passed. */
    STALE,
    /** Dropped: its deadline has passed. */
    DEADLINE,
    /** Dropped: the endpoint's outbox is full of events that matter no less. */
    FULL,
    /** Dropped: it is over the transport's limit. */
    TOO_LARGE,
    /** Dropped: the gateway, the endpoint or the client is closed. */
    CLOSED;

    /** Whether the event was taken in. */
    public boolean accepted() {
        return this == QUEUED || this == REPLACED;
    }
}
