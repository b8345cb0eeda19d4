package org.cotgateway.config;

import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the gateway sends to by itself: a device, another server, a multicast group. Immutable.
 *
 * @param name unique among the endpoints; it stands in the log and in counters
 * @param address in the grammar of {@link org.cotgateway.channel.Endpoint}, for example {@code 192.0.2.7:4242:tcp}
 * @param proto in which form events are sent; null for what the address says, which is auto for streams and else XML
 * @param tls keys and trust; null for none
 * @param groups what it receives (out), and what is let in of what it sends back (in)
 * @param subscription what it receives of that
 */
public record EndpointConfig(
        String name,
        String address,
        @Nullable Proto proto,
        @Nullable TlsConfig tls,
        GroupsConfig groups,
        SubscriptionConfig subscription) {

    /** What an entry of the file starts from; {@code name} and {@code address} must be given. */
    static final EndpointConfig TEMPLATE =
            new EndpointConfig("", "", null, null, GroupsConfig.COMMON, SubscriptionConfig.ALL);
}
