package org.cotgateway.channel;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.cotgateway.codec.Framing;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Reads endpoints and says everything that is wrong with one. */
final class EndpointGrammar {

    private static final int MAX_NAME_CHARS = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_.:%-]+");
    private static final String TRANSPORTS = "must be tcp, stcp, ssl or udp";

    private final List<Violation> violations = new ArrayList<>();
    private @Nullable Transport transport;
    private String host = "";
    private int port;
    private @Nullable Framing framing;
    private @Nullable ProtocolChoice protocol;
    private int ttl = Endpoint.DEFAULT_TTL;
    private @Nullable String networkInterface;

    private EndpointGrammar() {}

    static EndpointGrammar read(String text) {
        EndpointGrammar grammar = new EndpointGrammar();
        String stripped = text.strip();
        int scheme = stripped.indexOf("://");
        if (stripped.isEmpty()) {
            grammar.wrong("endpoint", text, "must not be empty; for example 192.0.2.7:4242:tcp");
        } else if (scheme >= 0) {
            grammar.readUri(stripped.substring(0, scheme), stripped.substring(scheme + 3));
        } else {
            grammar.readTriple(stripped);
        }
        return grammar;
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** The endpoint; only when nothing is wrong. */
    Endpoint endpoint() {
        Transport how = Objects.requireNonNull(transport, "an endpoint without violations has a transport");
        ProtocolChoice form = protocol == null ? usualProtocol(how) : protocol;
        return new Endpoint(how, host, port, framingOf(how), form, ttl, networkInterface);
    }

    private Framing framingOf(Transport how) {
        return framing == null ? usualFraming(how) : framing;
    }

    static Framing usualFraming(Transport how) {
        return how.isStream() ? Framing.NEWLINE : Framing.NONE;
    }

    static ProtocolChoice usualProtocol(Transport how) {
        return how.isStream() ? ProtocolChoice.AUTO : ProtocolChoice.XML;
    }

    private void readTriple(String text) {
        int last = text.lastIndexOf(':');
        boolean insideBrackets = last < text.lastIndexOf(']');
        String place = last < 0 || insideBrackets ? text : text.substring(0, last);
        String end = last < 0 || insideBrackets ? "" : text.substring(last + 1);
        if (last < 0 || insideBrackets) {
            wrong("endpoint", text, "must be host:port:tcp, host:port:stcp, host:port:ssl or host:port:udp");
            return;
        }
        if (DIGITS.matcher(end).matches() && (place.indexOf(':') < 0 || place.endsWith("]"))) {
            wrong("transport", null, "is missing; write " + text + ":tcp, :stcp, :ssl or :udp");
            readPlace(text);
        } else {
            readTransport(end);
            readPlace(place);
        }
        checkWhole();
    }

    private void readUri(String scheme, String rest) {
        readTransport(scheme);
        int query = rest.indexOf('?');
        String authority = query < 0 ? rest : rest.substring(0, query);
        if (query >= 0) {
            readOptions(rest.substring(query + 1));
        }
        int path = authority.indexOf('/');
        if (path >= 0) {
            if (path < authority.length() - 1) {
                wrong("path", authority.substring(path), "has no meaning here; remove it");
            }
            authority = authority.substring(0, path);
        }
        int user = authority.lastIndexOf('@');
        if (user >= 0) {
            wrong("user", null, "user names and passwords have no meaning here; remove what stands before the @");
            authority = authority.substring(user + 1);
        }
        readPlace(authority);
        checkWhole();
    }

    private void readTransport(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "tcp" -> transport = Transport.TCP;
            case "stcp" -> transport = Transport.STCP;
            case "udp" -> transport = Transport.UDP;
            case "ssl", "tls" -> transport = Transport.TLS;
            case "quic" -> wrong("transport", name, "QUIC streams are not supported yet; " + TRANSPORTS);
            case "srctcp", "srcudp" ->
                wrong(
                        "transport",
                        name,
                        "names a device's own source address and only makes sense in its contact; " + TRANSPORTS);
            default -> wrong("transport", name, TRANSPORTS);
        }
    }

    /** Reads {@code host:port}. */
    private void readPlace(String place) {
        int bracket = place.lastIndexOf(']');
        int colon = place.lastIndexOf(':');
        if (colon <= bracket) {
            wrong("port", null, "is missing");
            readHost(place);
            return;
        }
        readHost(place.substring(0, colon));
        String digits = place.substring(colon + 1);
        if (DIGITS.matcher(digits).matches() && digits.length() <= 9) {
            port = Integer.parseInt(digits);
        }
        if (port < 1 || port > Endpoint.MAX_PORT) {
            wrong("port", digits, "must be a number from 1 to 65535");
        }
    }

    private void readHost(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.length() > 1;
        String inner = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bracketed && !NetUtil.isValidIpV6Address(inner)) {
            wrong("host", text, "must be an IPv6 address inside the brackets");
        } else if (!bracketed && text.indexOf(':') >= 0) {
            wrong("host", text, "an IPv6 address must stand in brackets, and a host name has no colon");
        } else {
            host = canonicalHost(inner);
            checkHost(host, violations);
        }
    }

    private void readOptions(String query) {
        Set<String> seen = new HashSet<>();
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            if (!seen.add(name)) {
                wrong("option " + name, value, "is given twice");
            } else {
                readOption(name, value);
            }
        }
    }

    private void readOption(String name, String value) {
        boolean stream = transport != null && transport.isStream();
        boolean datagrams = transport == Transport.UDP;
        switch (name) {
            case "framing" -> {
                if (applies(stream, name, value, "only to stcp and ssl")) {
                    readFraming(value);
                }
            }
            case "proto" -> readProtocol(value);
            case "ttl" -> {
                if (applies(datagrams, name, value, "only to udp")) {
                    boolean number = DIGITS.matcher(value).matches() && value.length() <= 3;
                    ttl = number ? Integer.parseInt(value) : -1;
                    checkTtl(ttl, value, violations);
                }
            }
            case "interface" -> {
                if (applies(datagrams, name, value, "only to udp")) {
                    networkInterface = value;
                    checkInterface(value, violations);
                }
            }
            default -> wrong("option " + name, value, "is unknown; " + allowedOptions());
        }
    }

    private boolean applies(boolean applicable, String name, String value, String where) {
        // With an unknown transport nothing can be said about its options.
        if (!applicable && transport != null) {
            wrong("option " + name, value, "applies " + where + "; " + allowedOptions());
        }
        return applicable;
    }

    private String allowedOptions() {
        if (transport == null) {
            return "all take proto, stcp and ssl framing, udp ttl and interface";
        }
        return switch (transport) {
            case TCP -> "tcp takes proto";
            case STCP, TLS -> transport + " takes framing and proto";
            case UDP -> "udp takes proto, ttl and interface";
        };
    }

    private void readFraming(String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "none" -> framing = Framing.NONE;
            case "newline" -> framing = Framing.NEWLINE;
            case "null" -> framing = Framing.NULL;
            default -> wrong("option framing", value, "must be none, newline or null");
        }
    }

    private void readProtocol(String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "xml" -> protocol = ProtocolChoice.XML;
            case "tak1" -> protocol = ProtocolChoice.TAK1;
            case "auto" -> protocol = ProtocolChoice.AUTO;
            default -> wrong("option proto", value, "must be xml, tak1 or auto");
        }
    }

    private void checkWhole() {
        if (transport != null && !host.isEmpty()) {
            checkCombination(transport, host, framingOf(transport), ttl, networkInterface, violations);
        }
    }

    private void wrong(String field, @Nullable String value, String rule) {
        violations.add(Violation.of(field, value, rule));
    }

    static List<Violation> violations(
            Transport transport, String host, int port, Framing framing, int ttl, @Nullable String networkInterface) {
        List<Violation> found = new ArrayList<>();
        checkHost(host, found);
        if (port < 1 || port > Endpoint.MAX_PORT) {
            found.add(Violation.of("port", Integer.toString(port), "must be a number from 1 to 65535"));
        }
        checkTtl(ttl, Integer.toString(ttl), found);
        if (networkInterface != null) {
            checkInterface(networkInterface, found);
        }
        checkCombination(transport, host, framing, ttl, networkInterface, found);
        return found;
    }

    private static void checkHost(String host, List<Violation> found) {
        if (host.isEmpty()) {
            found.add(Violation.of("host", null, "is missing"));
        } else if (host.equals("0.0.0.0") || host.equals("::")) {
            found.add(Violation.of("host", host, "means every address of this machine; nothing can be sent to it"));
        } else if (!isLiteral(host) && !isName(host)) {
            found.add(
                    Violation.of("host", host, "must be an IPv4 address, an IPv6 address in brackets, or a host name"));
        }
    }

    private static void checkTtl(int ttl, String text, List<Violation> found) {
        if (ttl < 0 || ttl > Endpoint.MAX_TTL) {
            found.add(Violation.of("option ttl", text, "must be a number from 0 to 255"));
        }
    }

    private static void checkInterface(String value, List<Violation> found) {
        if (!INTERFACE.matcher(value).matches()) {
            found.add(Violation.of("option interface", value, "must be an interface's name or one of its addresses"));
        }
    }

    private static void checkCombination(
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
