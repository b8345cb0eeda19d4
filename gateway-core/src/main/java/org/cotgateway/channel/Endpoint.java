package org.cotgateway.channel;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Where to send. Written in ATAK's grammar, {@code host:port:tcp}, {@code host:port:stcp}, {@code host:port:ssl},
 * {@code host:port:udp}, with IPv6 addresses in brackets, {@code [::1]:4242:tcp}; or as a URI, {@code tcp://host:port},
 * {@code stcp://host:port?framing=none|newline|null}, {@code ssl://host:port}, {@code
 * udp://239.2.3.1:6969?ttl=64&interface=eth0}, each of them with {@code proto=xml|tak1|auto}. {@code tls} is another
 * word for {@code ssl}. Two endpoints that mean the same are equal, however they were written.
 *
 * @param transport how events get there
 * @param host a host name in lower case, or an IPv4 or IPv6 address in its shortest form, without brackets
 * @param port 1 to 65535
 * @param framing what follows each event on a stream; {@link Framing#NONE} for the other transports
 * @param protocol the form of the events
 * @param ttl how many hops multicast goes, 0 to 255; {@link #DEFAULT_TTL} for everything else
 * @param networkInterface by which interface multicast leaves, as the interface's name or one of its addresses; null for
 *     the system's choice
 */
public record Endpoint(
        Transport transport,
        String host,
        int port,
        Framing framing,
        ProtocolChoice protocol,
        int ttl,
        @Nullable String networkInterface) {

    /** ATAK's own for its situational awareness group. */
    public static final int DEFAULT_TTL = 64;

    static final int MAX_PORT = 65_535;
    static final int MAX_TTL = 255;

    /** @throws IllegalArgumentException naming everything that is wrong */
    public Endpoint {
        host = EndpointRules.canonicalHost(host);
        throwIfAny(EndpointRules.violations(transport, host, port, framing, ttl, networkInterface));
    }

    /** Direct TCP to a device. */
    public static Endpoint tcp(String host, int port) {
        return of(Transport.TCP, host, port);
    }

    /** A stream that ends each event with a newline. */
    public static Endpoint stcp(String host, int port) {
        return of(Transport.STCP, host, port);
    }

    /** Such a stream inside TLS. */
    public static Endpoint tls(String host, int port) {
        return of(Transport.TLS, host, port);
    }

    /** Datagrams to an address or a multicast group. */
    public static Endpoint udp(String host, int port) {
        return of(Transport.UDP, host, port);
    }

    /**
     * Reads an endpoint; white space around it is ignored.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    public static Endpoint parse(String text) {
        EndpointGrammar grammar = EndpointGrammar.read(text);
        throwIfAny(grammar.violations());
        return grammar.endpoint();
    }

    /** Everything that keeps the text from being an endpoint; empty if {@link #parse} takes it. */
    public static List<Violation> check(String text) {
        return EndpointGrammar.read(text).violations();
    }

    /** The same, spoken to in another form. */
    public Endpoint with(ProtocolChoice other) {
        return new Endpoint(transport, host, port, framing, other, ttl, networkInterface);
    }

    /** Whether the host is the address of a multicast group. */
    public boolean isMulticast() {
        return EndpointRules.isMulticast(host);
    }

    /** Whether the host is an address rather than a name. */
    public boolean isLiteral() {
        return EndpointRules.isLiteral(host);
    }

    /** In which form events go there before anything is agreed on: on streams as XML, in single messages as chosen. */
    WireProtocol protocolAtFirst() {
        return protocol == ProtocolChoice.TAK1 && !transport.isStream() ? WireProtocol.TAK_MESH : WireProtocol.XML;
    }

    /** The host's address when it is one; never looks anything up. */
    @Nullable
    InetAddress address() {
        if (!isLiteral()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException noSuchScope) {
            // Sending will say so, as the scope may come and go with its interface.
            return addressWithoutScope();
        }
    }

    /** The shortest form that reads back as an equal endpoint: ATAK's grammar unless there are options. */
    @Override
    public String toString() {
        String place = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        StringBuilder options = new StringBuilder();
        if (framing != EndpointRules.usualFraming(transport)) {
            options.append("&framing=").append(framing.name().toLowerCase(Locale.ROOT));
        }
        if (protocol != EndpointRules.usualProtocol(transport)) {
            options.append("&proto=").append(protocol);
        }
        if (ttl != DEFAULT_TTL) {
            options.append("&ttl=").append(ttl);
        }
        if (networkInterface != null) {
            options.append("&interface=").append(networkInterface);
        }
        return options.isEmpty() ? place + ":" + transport : transport + "://" + place + "?" + options.substring(1);
    }

    private static Endpoint of(Transport transport, String host, int port) {
        return new Endpoint(
                transport,
                host,
                port,
                EndpointRules.usualFraming(transport),
                EndpointRules.usualProtocol(transport),
                DEFAULT_TTL,
                null);
    }

    private InetAddress addressWithoutScope() {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(host));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(host + " was checked to be an address", wrongLength);
        }
    }

    private static void throwIfAny(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(
                    violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        }
    }
}
