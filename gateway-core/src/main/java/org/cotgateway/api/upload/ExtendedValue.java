package org.cotgateway.api.upload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The value of a parameter whose name ends in {@code *}: {@code UTF-8''Br%C3%BCcke.jpg} (RFC 8187, before that RFC
 * 5987). RFC 7578 wants none of them in forms, but older clients in Python write the names of files so.
 */
final class ExtendedValue {

    private static final Map<String, Charset> CHARSETS =
            Map.of("utf-8", StandardCharsets.UTF_8, "iso-8859-1", StandardCharsets.ISO_8859_1);
    private static final int HEXADECIMAL = 16;

    private ExtendedValue() {}

    /** The text that it stands for; empty if it is malformed. */
    static Optional<String> decode(String value) {
        int charsetEnd = value.indexOf('\'');
        int languageEnd = value.indexOf('\'', charsetEnd + 1);
        if (charsetEnd < 0 || languageEnd < 0) {
            return Optional.empty();
        }
        Charset charset = CHARSETS.get(value.substring(0, charsetEnd).toLowerCase(Locale.ROOT));
        return charset == null
                ? Optional.empty()
                : bytes(value.substring(languageEnd + 1)).flatMap(bytes -> text(bytes, charset));
    }

    private static Optional<byte[]> bytes(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char next = escaped.charAt(i);
            if (next == '%') {
                int high = i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 1), HEXADECIMAL) : -1;
                int low = high < 0 ? -1 : Character.digit(escaped.charAt(i + 2), HEXADECIMAL);
                if (low < 0) {
                    return Optional.empty();
                }
                bytes.write(high * HEXADECIMAL + low);
                i += 2;
            } else if (next > ' ' && next < 0x7f) {
                bytes.write(next);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    private static Optional<String> text(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
