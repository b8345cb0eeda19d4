package org.cotgateway.channel;

import java.util.Locale;

/** How events reach an endpoint, with the largest message that ATAK takes by it (ATAK 4.6 and 5.5). */
public enum Transport {
    /** Direct TCP: one message per connection, ended by the sender's FIN. */
    TCP(512_000),
    /** A TCP stream that stays open and carries one event after the other. */
    STCP(65_536),
    /** Such a stream inside TLS. */
    TLS(65_536),
    /** One event per datagram, to one address or to a multicast group. */
    UDP(65_507),
    /** Messages of WebSocket, which only clients come by; ATAK has no part in it, so this limit is our own. */
    WEBSOCKET(1_048_576),
    /** Inside this program, for the program that the gateway is part of; as large as any event that is taken in. */
    PROGRAM(1_048_576);

    private final int maxMessageBytes;

    Transport(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** The largest event that receivers take by this transport, in bytes, without framing. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Whether it is a connection that stays open. */
    public boolean isStream() {
        return this == STCP || this == TLS;
    }

    /**
     * The transport's name in an endpoint: {@code tcp}, {@code stcp}, {@code udp}, and for TLS {@code ssl}, as ATAK
     * writes it; that of clients' own, {@code websocket}.
     */
    @Override
    public String toString() {
        return this == TLS ? "ssl" : name().toLowerCase(Locale.ROOT);
    }
}
