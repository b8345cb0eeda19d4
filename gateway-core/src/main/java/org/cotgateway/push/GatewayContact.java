package org.cotgateway.push;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as devices know it: a contact that acknowledgements can be sent to, and the address of its packages.
 *
 * @param uid its uid as a contact
 * @param callsign its callsign
 * @param directPort where it listens for direct TCP messages
 * @param httpPort where it serves data packages
 * @param advertised the address that devices are told; null to tell each the local address that routes to it
 */
public record GatewayContact(
        String uid,
        String callsign,
        int directPort,
        int httpPort,
        @Nullable InetAddress advertised) {

    /** Everything that is wrong with the uid and the callsign; nothing could be announced with them. */
    public List<Violation> check() {
        return EventRules.check(new PushMessages(this).contact(InetAddress.getLoopbackAddress(), Instant.now()));
    }

    /** {@code ip:port:tcp}, the only form for direct messages that ATAK makes a contact of (ATAK 4.6 and 5.5). */
    String endpointAt(InetAddress local) {
        return local.getHostAddress() + ":" + directPort + ":tcp";
    }

    /** The start of every URL of a package. */
    String urlAt(InetAddress local) {
        String host = local instanceof Inet6Address ? "[" + local.getHostAddress() + "]" : local.getHostAddress();
        return "http://" + host + ":" + httpPort;
    }
}
