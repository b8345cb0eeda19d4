package org.cotgateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Undoes the percent-encoding of URLs (RFC 3986), UTF-8 beneath it. */
final class PercentCoding {

    private PercentCoding() {}

    /** The text of a segment of a path, or null when it is malformed. */
    static @Nullable String decode(String encoded) {
        return encoded.indexOf('%') < 0 ? encoded : decodeOctets(encoded);
    }

    private static @Nullable String decodeOctets(String encoded) {
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
