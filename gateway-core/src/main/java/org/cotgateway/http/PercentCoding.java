package org.cotgateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of URLs (RFC 3986), UTF-8 beneath it. */
final class PercentCoding {

    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private PercentCoding() {}

    /** A text as one segment of a path or one value of a query. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }

    /** The text of a segment of a path, or null when it is malformed. */
    static @Nullable String decode(String encoded) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                int octet = i + 2 < encoded.length() ? hexOctet(encoded.charAt(i + 1), encoded.charAt(i + 2)) : -1;
                if (octet < 0) {
                    return null;
                }
                octets.write(octet);
                i += 2;
            } else {
                octets.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            return null;
        }
    }

    /** The text of a name or value in a query, where {@code +} stands for a space; null when it is malformed. */
    static @Nullable String decodeQuery(String encoded) {
        return decode(encoded.replace('+', ' '));
    }

    private static int hexOctet(char high, char low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }
}
