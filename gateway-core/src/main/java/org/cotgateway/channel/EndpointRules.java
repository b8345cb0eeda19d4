package org.cotgateway.channel;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cotgateway.codec.Framing;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of an endpoint may be, alone and together, and what they are when nothing is said. The checks add what
 * they find wrong to a list, with the value as it was written.
 */
final class EndpointRules {

    private static final int MAX_NAME_CHARS = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_.:%-]+");

    private EndpointRules() {}

    static Framing usualFraming(Transport how) {
        return how.isStream() ? Framing.NEWLINE : Framing.NONE;
    }

    static ProtocolChoice usualProtocol(Transport how) {
        return how.isStream() ? ProtocolChoice.AUTO : ProtocolChoice.XML;
    }

    /** Everything that is wrong with an endpoint of these parts. */
    static List<Violation> violations(
            Transport transport, String host, int port, Framing framing, int ttl, @Nullable String networkInterface) {
        List<Violation> found = new ArrayList<>();
        checkHost(host, found);
        checkPort(port, Integer.toString(port), found);
        checkTtl(ttl, Integer.toString(ttl), found);
        if (networkInterface != null) {
            checkInterface(networkInterface, found);
        }
        checkCombination(transport, host, framing, ttl, networkInterface, found);
        return found;
    }

    static void checkHost(String host, List<Violation> found) {
        if (host.isEmpty()) {
            found.add(Violation.of("host", null, "is missing"));
        } else if (host.equals("0.0.0.0") || host.equals("::")) {
            found.add(Violation.of("host", host, "means every address of this machine; nothing can be sent to it"));
        } else if (!isLiteral(host) && !isName(host)) {
            found.add(
                    Violation.of("host", host, "must be an IPv4 address, an IPv6 address in brackets, or a host name"));
        }
    }

    static void checkPort(int port, String text, List<Violation> found) {
        if (port < 1 || port > Endpoint.MAX_PORT) {
            found.add(Violation.of("port", text, "must be a number from 1 to 65535"));
        }
    }

    static void checkTtl(int ttl, String text, List<Violation> found) {
        if (ttl < 0 || ttl > Endpoint.MAX_TTL) {
            found.add(Violation.of("option ttl", text, "must be a number from 0 to 255"));
        }
    }

    static void checkInterface(String value, List<Violation> found) {
        if (!INTERFACE.matcher(value).matches()) {
            found.add(Violation.of("option interface", value, "must be an interface's name or one of its addresses"));
        }
    }

    /** What each part allows, but not all of them together. */
    static void checkCombination(
            Transport transport,
            String host,
            Framing framing,
            int ttl,
            @Nullable String networkInterface,
            List<Violation> found) {
        boolean multicast = isMulticast(host);
        if (transport != Transport.UDP && multicast) {
            found.add(Violation.of("host", host, "is a multicast group; only udp reaches it"));
        }
        if (!multicast && ttl != Endpoint.DEFAULT_TTL && ttl >= 0 && ttl <= Endpoint.MAX_TTL) {
            found.add(Violation.of("option ttl", Integer.toString(ttl), "applies only to multicast groups"));
        }
        if (!multicast && networkInterface != null) {
            found.add(Violation.of("option interface", networkInterface, "applies only to multicast groups"));
        }
        if (!transport.isStream() && framing != Framing.NONE) {
            found.add(Violation.of("option framing", framing.name(), "applies only to stcp and ssl"));
        }
    }

    private static boolean isName(String host) {
        if (host.length() > MAX_NAME_CHARS) {
            return false;
        }
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        // All digits at the end is a mistyped IPv4 address (RFC 3696, part 2).
        return !DIGITS.matcher(labels[labels.length - 1]).matches();
    }

    static boolean isLiteral(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    static boolean isMulticast(String host) {
        if (!isLiteral(host)) {
            return false;
        }
        int first = NetUtil.createByteArrayFromIpAddressString(host)[0] & 0xff;
        return host.indexOf(':') >= 0 ? first == 0xff : first >= 224 && first <= 239;
    }

    /** Names in lower case without the final dot, IPv6 addresses in their shortest form; anything else as it is. */
    static String canonicalHost(String host) {
        if (host.indexOf(':') >= 0 && NetUtil.isValidIpV6Address(host)) {
            int zone = host.indexOf('%');
            byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
            return NetUtil.bytesToIpAddress(address) + (zone < 0 ? "" : host.substring(zone));
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
