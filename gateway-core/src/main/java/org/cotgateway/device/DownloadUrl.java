package org.cotgateway.device;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a device downloads from, and the request that it sends there: a plain GET with the device's callsign as the last
 * query parameter.
 *
 * @param host name or address
 * @param port TCP port
 * @param target path and query of the request line, with {@code receiver}
 * @param onServer whether the path is one of a TAK server's; only other URLs are tried on the sender's address as well
 */
record DownloadUrl(String host, int port, String target, boolean onServer) {

    private static final int HTTP_PORT = 80;
    private static final int MAX_PORT = 65_535;
    private static final Pattern HTTP =
            Pattern.compile("(?i:http)://([^/?#:@\\[\\]]+)(?::([0-9]{1,5}))?(/[^?#]*)?(\\?[^#]*)?(?:#.*)?");
    private static final String UNRESERVED = "-._~";

    /**
     * Reads a {@code senderUrl}.
     *
     * @throws IllegalArgumentException when it is not tried, saying why
     */
    static DownloadUrl parse(String senderUrl, String callsign) {
        if (senderUrl.toLowerCase(Locale.ROOT).startsWith("https:")) {
            throw new IllegalArgumentException("https is not supported by the simulated device: " + senderUrl);
        }
        Matcher parts = HTTP.matcher(senderUrl);
        if (!parts.matches() || senderUrl.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("not an http URL: " + senderUrl);
        }
        int port = parts.group(2) == null ? HTTP_PORT : Integer.parseInt(parts.group(2));
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("no such port: " + senderUrl);
        }
        String path = parts.group(3) == null ? "/" : parts.group(3);
        String query = parts.group(4) == null ? "?" : parts.group(4) + "&";
        return new DownloadUrl(
                parts.group(1),
                port,
                path + query + "receiver=" + percentEncoded(callsign),
                senderUrl.contains("/Marti/"));
    }

    /** The same port and path on another host. */
    DownloadUrl on(String otherHost) {
        return new DownloadUrl(otherHost, port, target, onServer);
    }

    /** The whole request, as libcurl writes it for ATAK. */
    String request() {
        String authority = port == HTTP_PORT ? host : host + ":" + port;
        return "GET " + target + " HTTP/1.1\r\nHost: " + authority + "\r\nAccept: */*\r\n\r\n";
    }

    @Override
    public String toString() {
        return "http://" + host + ":" + port + target;
    }

    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean alphanumeric = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
            if (alphanumeric || UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }
}
