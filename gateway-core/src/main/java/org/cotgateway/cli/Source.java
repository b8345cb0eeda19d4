package org.cotgateway.cli;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.Transport;

/**
 * Where events are to come from, as it is written on the command line. A stream is dialled, or with {@code listen:} before
 * it opened for others to dial; for direct TCP and UDP, which bring nothing to who dials, a port is opened either way.
 *
 * @param endpoint how, and where to of what is dialled
 * @param opened whether a port of our own is opened
 * @param localHost our own host or address, or the group, of what is opened; {@code 0.0.0.0} or {@code ::} for all
 * @param localPort its port, 0 for any that is free
 */
record Source(Endpoint endpoint, boolean opened, String localHost, int localPort) {

    private static final String LISTEN = "listen:";
    /** What endpoints that are sent to cannot have, so others stand in for them there. */
    private static final Pattern PORT_ZERO = Pattern.compile(":0(?=(:[A-Za-z]+)?/?(\\?.*)?$)");

    private static final Pattern EVERY_IPV4 = Pattern.compile("^(\\w+://)?(?:0\\.0\\.0\\.0|\\*)(?=:)");
    private static final Pattern EVERY_IPV6 = Pattern.compile("^(\\w+://)?\\[::\\](?=:)");

    /** @throws IllegalArgumentException naming everything that is wrong */
    static Source parse(String text) {
        String place = text.strip();
        boolean listens = place.startsWith(LISTEN);
        if (listens) {
            place = place.substring(LISTEN.length());
        }
        String onePort = PORT_ZERO.matcher(place).replaceFirst(":1");
        boolean anyPort = !onePort.equals(place);
        boolean everyIpv4 = EVERY_IPV4.matcher(place).find();
        boolean everyIpv6 = EVERY_IPV6.matcher(place).find();
        String oneHost = EVERY_IPV4.matcher(onePort).replaceFirst("$1localhost");
        Endpoint standIn = Endpoint.parse(EVERY_IPV6.matcher(oneHost).replaceFirst("$1[::1]"));
        if (!listens && standIn.transport().isStream()) {
            return dialled(Endpoint.parse(place));
        }
        String host = everyIpv4 ? "0.0.0.0" : everyIpv6 ? "::" : standIn.host();
        return new Source(standIn, true, host, anyPort ? 0 : standIn.port());
    }

    private static Source dialled(Endpoint endpoint) {
        return new Source(endpoint, false, endpoint.host(), endpoint.port());
    }

    /** Our own address of an opened one. Looks a host name up: not for the loop. */
    InetSocketAddress local() {
        return new InetSocketAddress(localHost, localPort);
    }

    Transport transport() {
        return endpoint.transport();
    }
}
