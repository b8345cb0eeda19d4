package org.cotgateway.api.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the head of one part after the other, and reads it. For one thread. */
final class PartHeadReader {

    private static final int FIRST_BYTES = 256;
    private static final String DISPOSITION = "content-disposition";
    private static final String TYPE = "content-type";
    private static final String CODING = "content-transfer-encoding";
    /** Those that leave the bytes as they are (RFC 2045, 6.2). */
    private static final Set<String> NO_CODINGS = Set.of("7bit", "8bit", "binary");

    private final int maxBytes;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private @Nullable String coding;

    PartHeadReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void begin() {
        length = 0;
        coding = null;
    }

    /** Takes the next byte; false if there is no room for it. */
    boolean take(byte next) {
        if (length == maxBytes) {
            return false;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, 2 * length));
        }
        bytes[length++] = next;
        return true;
    }

    /** Whether the empty line has come. */
    boolean isComplete() {
        return endsWithLine(length) && (length == 2 || endsWithLine(length - 2));
    }

    private boolean endsWithLine(int end) {
        return end >= 2 && bytes[end - 2] == '\r' && bytes[end - 1] == '\n';
    }

    /** What it says; null if it is the head of no field. Names are in UTF-8 (RFC 7578, 5.1). */
    @Nullable
    PartHead read() {
        String unfolded = new String(bytes, 0, length, StandardCharsets.UTF_8)
                .replace("\r\n ", " ")
                .replace("\r\n\t", " ");
        String contentType = null;
        Optional<HeaderValue> disposition = Optional.empty();
        for (String line : unfolded.split("\r\n")) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (name.equals(DISPOSITION) && disposition.isEmpty()) {
                disposition = HeaderValue.parse(line.substring(colon + 1).strip());
            } else if (name.equals(TYPE) && contentType == null) {
                contentType = line.substring(colon + 1).strip();
            } else if (name.equals(CODING)) {
                coding = line.substring(colon + 1).strip();
            }
        }
        String type = contentType;
        return disposition
                .filter(field -> field.value().equals("form-data")
                        && !field.parameters().getOrDefault("name", "").isEmpty())
                .map(field -> new PartHead(field.parameters().getOrDefault("name", ""), fileName(field), type))
                .orElse(null);
    }

    /** How the content of the head that was read last is coded; null if it is as it is. */
    @Nullable
    String coding() {
        return coding == null || NO_CODINGS.contains(coding.toLowerCase(Locale.ROOT)) ? null : coding;
    }

    /** Where both are given, {@code filename*} says it better (RFC 6266, 4.3). */
    private static @Nullable String fileName(HeaderValue disposition) {
        Optional<String> extended =
                Optional.ofNullable(disposition.parameter("filename*")).flatMap(ExtendedValue::decode);
        return extended.isPresent() ? extended.get() : decoded(disposition.parameter("filename"));
    }

    /** As browsers and curl write what would end the quotes (WHATWG HTML, multipart/form-data encoding). */
    private static @Nullable String decoded(@Nullable String fileName) {
        return fileName == null
                ? null
                : fileName.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }
}
