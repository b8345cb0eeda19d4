package org.cotgateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The host that a request is meant for. Immutable.
 *
 * @param name a name or an IP address, without brackets, port and a dot at the end, in lower case; empty if the request names
 *     none
 */
record RequestHost(String name) {

    /** That of a request of HTTP/1.0 that names none. */
    static final RequestHost NONE = new RequestHost("");

    /** What a name is of, beside letters and digits. */
    private static final String NAME_MARKS = "._~!$&'()*+,;=%-";

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

    /**
     * Reads {@code host} or {@code host:port}; empty if it is neither. By RFC 3986, 3.2.2 and 3.2.3: an IPv6 address in brackets,
     * or an IPv4 address or name; and a port.
     */
    static Optional<RequestHost> parse(String text) {
        boolean isV6 = text.startsWith("[");
        int begin = isV6 ? 1 : 0;
        int end = isV6 ? text.indexOf(']') : nameEnd(text);
        if (end < 0 || !isPort(text, isV6 ? end + 1 : end)) {
            return Optional.empty();
        }
        String name = text.substring(begin, end);
        return isV6 && !NetUtil.isValidIpV6Address(name) ? Optional.empty() : Optional.of(of(name));
    }

    private static int nameEnd(String text) {
        int end = 0;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || NAME_MARKS.indexOf(c) >= 0;
    }

    /** Whether nothing is left but a port, whose number may be missing. */
    private static boolean isPort(String text, int from) {
        if (from < text.length() && text.charAt(from) != ':') {
            return false;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
