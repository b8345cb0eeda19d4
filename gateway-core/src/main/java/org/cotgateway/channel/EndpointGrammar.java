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

/** Reads an endpoint as text, in both of its forms, and says everything that is wrong with it. For one text. */
final class EndpointGrammar {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
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
        ProtocolChoice form = protocol == null ? EndpointRules.usualProtocol(how) : protocol;
        return new Endpoint(how, host, port, framingOf(how), form, ttl, networkInterface);
    }

    private Framing framingOf(Transport how) {
        return framing == null ? EndpointRules.usualFraming(how) : framing;
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
        EndpointRules.checkPort(port, digits, violations);
    }

    private void readHost(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.length() > 1;
        String inner = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bracketed && !NetUtil.isValidIpV6Address(inner)) {
            wrong("host", text, "must be an IPv6 address inside the brackets");
        } else if (!bracketed && text.indexOf(':') >= 0) {
            wrong("host", text, "an IPv6 address must stand in brackets, and a host name has no colon");
        } else {
            host = EndpointRules.canonicalHost(inner);
            EndpointRules.checkHost(host, violations);
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
                    EndpointRules.checkTtl(ttl, value, violations);
                }
            }
            case "interface" -> {
                if (applies(datagrams, name, value, "only to udp")) {
                    networkInterface = value;
                    EndpointRules.checkInterface(value, violations);
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
            case WEBSOCKET, PROGRAM -> "no endpoint is reached by it";
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
            EndpointRules.checkCombination(transport, host, framingOf(transport), ttl, networkInterface, violations);
        }
    }

    private void wrong(String field, @Nullable String value, String rule) {
        violations.add(Violation.of(field, value, rule));
    }
}
