package org.cotgateway.push;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the address that a device is given for downloads and acknowledgements is one that it can not reach, and when it
 * is most likely told so where it does not listen.
 */
final class Reachability {

    private Reachability() {}

    /**
     * One sentence for each kind of trouble, naming how many endpoints meet it.
     *
     * @param advertised what each endpoint is told, in the order of the push
     * @param contactPort the UDP port at which direct TCP devices are told
     */
    static List<String> warnings(Map<Endpoint, InetAddress> advertised, int contactPort) {
        Map<String, List<Endpoint>> concerned = new LinkedHashMap<>();
        String deaf = "the device is told of the gateway at its UDP port " + contactPort
                + " and will not acknowledge if it does not listen there; contactPort, or --contact-port, names another";
        advertised.forEach((endpoint, local) -> {
            String trouble = trouble(endpoint, local);
            if (trouble != null) {
                concerned.computeIfAbsent(trouble, t -> new ArrayList<>()).add(endpoint);
            }
            if (isLikelyDeafAt(contactPort, endpoint)) {
                concerned.computeIfAbsent(deaf, t -> new ArrayList<>()).add(endpoint);
            }
        });
        List<String> warnings = new ArrayList<>();
        concerned.forEach((trouble, endpoints) -> warnings.add(trouble + ": " + named(endpoints)));
        return warnings;
    }

    private static @Nullable String trouble(Endpoint endpoint, InetAddress local) {
        String address = local.getHostAddress();
        if (local.isAnyLocalAddress() || local.isMulticastAddress()) {
            return "advertised address " + address + " is nobody's address; no device can fetch from it";
        }
        if (local.isLoopbackAddress() && !isLoopback(endpoint.host())) {
            return "advertised address " + address + " is reachable on this machine only";
        }
        if (!(local instanceof Inet4Address)) {
            return "advertised address " + address + " is IPv6; ATAK makes no contact of it and will not acknowledge";
        }
        return null;
    }

    /** ATAK's ports for TCP and UDP are the same one; whoever has moved the first has most likely moved both. */
    private static boolean isLikelyDeafAt(int contactPort, Endpoint endpoint) {
        return endpoint.transport() == Transport.TCP
                && contactPort == PushRequest.DEFAULT_CONTACT_PORT
                && endpoint.port() != contactPort;
    }

    private static boolean isLoopback(String host) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        return literal == null ? host.equalsIgnoreCase("localhost") : literal.isLoopbackAddress();
    }

    private static String named(List<Endpoint> endpoints) {
        String first = endpoints.get(0).toString();
        return endpoints.size() == 1 ? first : first + " and " + (endpoints.size() - 1) + " more";
    }
}
