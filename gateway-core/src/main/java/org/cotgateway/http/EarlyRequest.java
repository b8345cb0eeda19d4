package org.cotgateway.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as ATAK asks for a package, and nothing else: {@code GET}, HTTP/1.1, the fields {@code Host} and {@code Accept},
 * no body, nothing behind it. What it asks for is looked at as that of any other request.
 */
record EarlyRequest(RequestTarget target) {

    private static final String METHOD = "GET ";
    private static final String VERSION = " HTTP/1.1";
    private static final String LINE_END = "\r\n";
    private static final String HOST = "Host: ";
    private static final String ACCEPT = "Accept: */*";

    /** Reads one; null if this is none, for whatever reason. */
    static @Nullable EarlyRequest parse(String text) {
        int lineEnd = text.indexOf(LINE_END);
        int uriEnd = lineEnd - VERSION.length();
        if (uriEnd < METHOD.length() || !text.startsWith(METHOD) || !text.startsWith(VERSION, uriEnd)) {
            return null;
        }
        String uri = text.substring(METHOD.length(), uriEnd);
        if (!uri.startsWith("/") || !areFieldsOfAtak(text, lineEnd + LINE_END.length())) {
            return null;
        }
        Optional<RequestTarget> target = RequestTarget.parse(uri);
        return target.map(EarlyRequest::new).orElse(null);
    }

    /** Whether there is one host, and beside it nothing that asks for more than the answer. */
    private static boolean areFieldsOfAtak(String text, int begin) {
        boolean hasHost = false;
        int from = begin;
        for (int end = text.indexOf(LINE_END, from); end > from; end = text.indexOf(LINE_END, from)) {
            if (text.startsWith(HOST, from) && !hasHost) {
                hasHost = RequestHost.parse(text.substring(from + HOST.length(), end))
                        .isPresent();
                if (!hasHost) {
                    return false;
                }
            } else if (end - from != ACCEPT.length() || !text.startsWith(ACCEPT, from)) {
                return false;
            }
            from = end + LINE_END.length();
        }
        return hasHost && text.startsWith(LINE_END, from) && from + LINE_END.length() == text.length();
    }
}
