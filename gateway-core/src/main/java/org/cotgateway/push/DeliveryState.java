package org.cotgateway.push;

/** Where one endpoint's delivery stands. */
public enum DeliveryState {
    /** Waiting to be sent, or being sent. */
    QUEUED,
    /** See {@link Milestone#SENT}. */
    SENT,
    /** See {@link Milestone#FETCHED}. */
    FETCHED,
    /** See {@link Milestone#ACKNOWLEDGED}. */
    ACKNOWLEDGED,
    /** It can not succeed: refused before sending, or the device said no. */
    FAILED,
    /** The deadline or the event's stale time passed before the awaited milestone. */
    EXPIRED;

    /** Whether the delivery has ended without what was awaited. Proof that arrives later still corrects it. */
    public boolean isFailure() {
        return this == FAILED || this == EXPIRED;
    }
}
