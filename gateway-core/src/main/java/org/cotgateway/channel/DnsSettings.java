package org.cotgateway.channel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How host names are looked up.
 *
 * @param servers whom to ask; empty for those that the operating system names
 * @param queryTimeout how long one server may take
 * @param maxTtl how long an answer is remembered at the most, whatever its own time to live
 * @param negativeTtl how long it is remembered that a name does not exist
 */
public record DnsSettings(
        List<InetSocketAddress> servers, Duration queryTimeout, Duration maxTtl, Duration negativeTtl) {

    public static final DnsSettings DEFAULT =
            new DnsSettings(List.of(), Duration.ofSeconds(3), Duration.ofMinutes(5), Duration.ofSeconds(5));

    public DnsSettings {
        servers = List.copyOf(servers);
    }
}
