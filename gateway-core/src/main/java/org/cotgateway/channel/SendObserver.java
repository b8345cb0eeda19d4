package org.cotgateway.channel;

/**
 * Told how sending one event to one endpoint goes. Called on the loop; must not block or throw. May offer further
 * events. Of {@link #sent} and {@link #dropped} exactly one is called, exactly once, and nothing after it; it may be
 * called before {@link EndpointSenders#offer} returns.
 */
public interface SendObserver {

    /** An observer that does not care. */
    SendObserver NONE = new SendObserver() {};

    /**
     * An attempt begins: a connection is dialled, or the event is handed to an open one.
     *
     * @param attempt 1 for the first
     */
    default void attempting(int attempt) {}

    /**
     * The event is out: for direct TCP the device took all of it, for streams and datagrams the operating system did.
     *
     * @param atMs when, in milliseconds since 1970
     */
    default void sent(long atMs) {}

    /** An attempt failed and another will be made. */
    default void retrying(String why) {}

    /** The event was given up. */
    default void dropped(DropReason reason, String why) {}
}
