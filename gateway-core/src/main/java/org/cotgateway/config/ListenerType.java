package org.cotgateway.config;

/** What connects to a listener. */
public enum ListenerType {
    /** Streams of events over TCP. */
    TCP,
    /** Streams of events over TLS. */
    TLS,
    /** Datagrams to one address. */
    UDP,
    /** Datagrams to a multicast group. */
    MULTICAST,
    /** One event per connection, as ATAK sends to contacts. */
    DIRECT
}
