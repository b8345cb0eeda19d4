package org.cotgateway.config;

import java.time.Duration;
import org.cotgateway.codec.Framing;
import org.jspecify.annotations.Nullable;

/**
 * Where clients and senders connect. Immutable.
 *
 * @param name unique among the listeners; it stands in the log and in counters
 * @param type what connects
 * @param host the local address to listen on, an address or a name
 * @param port 0 for any that is free
 * @param group the multicast group's address; given for {@link ListenerType#MULTICAST} and nothing else
 * @param networkInterface by which interface multicast comes, as its name or one of its addresses; null for the system's
 *     choice
 * @param maxConnections more are closed at once
 * @param maxHandshakes how many may be in their TLS handshake at the same time, more are closed at once; not used without
 *     TLS
 * @param idleTimeout how long a connection may bring nothing before it is closed
 * @param framing what follows each event sent on a stream
 * @param proto in which form events are sent
 * @param tls keys and trust; given for {@link ListenerType#TLS} and nothing else
 * @param groups of everyone here whom no entry of {@code clients} matches
 */
public record ListenerConfig(
        String name,
        ListenerType type,
        String host,
        int port,
        @Nullable String group,
        @Nullable String networkInterface,
        int maxConnections,
        int maxHandshakes,
        Duration idleTimeout,
        Framing framing,
        Proto proto,
        @Nullable TlsConfig tls,
        GroupsConfig groups) {

    /** What an entry of the file starts from; {@code name}, {@code type} and {@code port} must be given. */
    static final ListenerConfig TEMPLATE = new ListenerConfig(
            "",
            ListenerType.TCP,
            "0.0.0.0",
            0,
            null,
            null,
            1_024,
            512,
            Duration.ofMinutes(5),
            Framing.NEWLINE,
            Proto.AUTO,
            null,
            GroupsConfig.COMMON);
}
