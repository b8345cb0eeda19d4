package org.cotgateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host that a request is meant for. Immutable.
 *
 * @param name a name or an IP address, without brackets, port and a dot at the end, in lower case; empty if the request names
 *     none
 */
record RequestHost(String name) {

    /** That of a request of HTTP/1.0 that names none. */
    static final RequestHost NONE = new RequestHost("");

    /** RFC 3986, 3.2.2 and 3.2.3: an IPv6 address in brackets, or an IPv4 address or name; and a port. */
    private static final Pattern HOST =
            Pattern.compile("(?:\\[(?<v6>[^\\]]*)\\]|(?<name>[A-Za-z0-9._~!$&'()*+,;=%-]*))(?::[0-9]*)?");

    /**
     * That of a request: of its target if that is absolute, else of its Host field (RFC 9112, 3.2.2). Empty if there is no
     * such field, though HTTP/1.1 asks for it, or several, or what is in it is no host.
     */
    static Optional<RequestHost> of(HttpRequest request) {
        List<String> fields = request.headers().getAll(HttpHeaderNames.HOST);
        boolean may = fields.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (fields.size() != 1 && !may) {
            return Optional.empty();
        }
        Optional<RequestHost> host = parse(may ? "" : fields.get(0));
        String authority = RequestTarget.authority(request.uri());
        return host.isEmpty() || authority == null ? host : parse(authority);
    }

    /** Reads {@code host} or {@code host:port}; empty if it is neither. */
    static Optional<RequestHost> parse(String text) {
        Matcher matcher = HOST.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String v6 = matcher.group("v6");
        if (v6 != null) {
            return NetUtil.isValidIpV6Address(v6) ? Optional.of(of(v6)) : Optional.empty();
        }
        return Optional.of(of(matcher.group("name")));
    }

    /** Of a name or an address as people write it. */
    static RequestHost of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return new RequestHost(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    }

    /** Whether it is an IP address, which nobody's name server can change. */
    boolean isAddress() {
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
    }
}
