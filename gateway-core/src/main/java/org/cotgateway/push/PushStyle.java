package org.cotgateway.push;

/** How files travel with an event. */
public enum PushStyle {
    /** The event as it is, and beside it a file transfer request ({@code b-f-t-r}) as ATAK itself sends one. */
    TRANSFER,
    /** One message: the event itself carries {@code fileshare} and {@code ackrequest}. */
    INLINE
}
