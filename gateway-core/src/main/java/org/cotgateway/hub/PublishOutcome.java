package org.cotgateway.hub;

/** What became of an event that came in, or was published from inside. */
public enum PublishOutcome {
    /** It goes to somebody. */
    ROUTED,
    /** It was taken in, and nobody here was waiting for it. */
    NOBODY,
    /** An acknowledgement that a push was waiting for: it ends here. */
    RECEIPT,
    /** It had come by another way, a short while before: those who get it have it. */
    REPEATED,
    /** A control type, such as a ping: never passed on. */
    CONTROL,
    /** It breaks rules. */
    INVALID,
    /** It bears this gateway's own flow tag: it has been here before. */
    LOOPED,
    /** Of a delete: nothing is kept of the uid, so its type and its groups are not known. */
    UNKNOWN,
    /** Too much waits to be published already: to be tried again when some of that is done. */
    BUSY,
    /** The gateway has been told to stop, or has let the sender go. */
    STOPPING;

    /** Whether there is nothing that its sender should mend or try again. */
    public boolean isAccepted() {
        return this == ROUTED || this == NOBODY || this == RECEIPT || this == REPEATED;
    }
}
