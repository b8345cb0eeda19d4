package org.cotgateway.api.stream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to open a WebSocket (RFC 6455, 4.2.1). Immutable.
 *
 * @param asksForWebSocket whether it asks for WebSocket at all, in the version that there is
 * @param key {@code Sec-WebSocket-Key}; null if there is none
 * @param violations all that is wrong
 */
record OpeningHandshake(boolean asksForWebSocket, @Nullable String key, List<Violation> violations) {

    /** The only version that there is (RFC 6455). */
    static final String VERSION = "13";

    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    OpeningHandshake {
        violations = List.copyOf(violations);
    }

    static OpeningHandshake of(Exchange exchange) {
        String key = exchange.requestHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        String version = exchange.requestHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
        List<Violation> wrong = new ArrayList<>();
        requireToken(exchange, "Upgrade", "websocket", wrong);
        requireToken(exchange, "Connection", "Upgrade", wrong);
        if (!VERSION.equals(version)) {
            wrong.add(Violation.of("Sec-WebSocket-Version", version, "must be " + VERSION));
        }
        if (!exchange.method().equals(HttpMethod.GET)) {
            wrong.add(Violation.of("method", exchange.method().name(), "must be GET"));
        }
        boolean asks = wrong.isEmpty();
        if (!isKey(key)) {
            wrong.add(Violation.of("Sec-WebSocket-Key", key, "must be " + KEY_BYTES + " bytes in Base64"));
        }
        return new OpeningHandshake(asks, key, wrong);
    }

    /** What proves that the request was understood. */
    String accept() {
        try {
            byte[] text = (key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }

    private static void requireToken(Exchange exchange, String name, String token, List<Violation> wrong) {
        String value = exchange.requestHeader(name);
        boolean there = value != null
                && Arrays.stream(value.split(",", -1))
                        .anyMatch(each -> each.strip().equalsIgnoreCase(token));
        if (!there) {
            wrong.add(Violation.of(name, value, "must name " + token));
        }
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
