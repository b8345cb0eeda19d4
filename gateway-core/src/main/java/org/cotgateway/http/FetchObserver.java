package org.cotgateway.http;

/** Told of downloads, on the event loop; must not block and must not throw. */
public interface FetchObserver {

    /** Does nothing. */
    FetchObserver NONE = new FetchObserver() {};

    /** A download of a whole package begins. HEAD, 304 and partial ranges are none. */
    default void started(Fetch fetch) {}

    /** The last byte was handed to the operating system. */
    default void completed(Fetch fetch) {}

    /** It ended before the last byte: the client went away, stalled, or the server was closed. */
    default void aborted(Fetch fetch) {}
}
