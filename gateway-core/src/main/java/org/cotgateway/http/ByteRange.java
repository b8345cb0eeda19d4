package org.cotgateway.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a content.
 *
 * @param first position of the first byte
 * @param length how many bytes; 0 when the range that was asked for lies outside
 */
record ByteRange(long first, long length) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a {@code Range} header (RFC 9110, 14.2): {@code bytes=0-99}, {@code bytes=100-}, {@code bytes=-50}. Empty when
     * it is malformed, asks for several ranges or in another unit: then the whole content is the answer.
     *
     * @param sizeBytes of the whole content
     */
    static Optional<ByteRange> parse(String header, long sizeBytes) {
        Matcher single = SINGLE.matcher(header.strip());
        if (!single.matches()) {
            return Optional.empty();
        }
        String from = single.group(1);
        String to = single.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(to), sizeBytes));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return Optional.empty();
        }
        long end = Math.min(last, sizeBytes - 1);
        return Optional.of(new ByteRange(first, Math.max(0, end - first + 1)));
    }

    /** The whole of a content. */
    static ByteRange whole(long sizeBytes) {
        return new ByteRange(0, sizeBytes);
    }

    /** Whether there is anything in it. */
    boolean isSatisfiable() {
        return length > 0;
    }

    /** The value of {@code Content-Range}: {@code bytes 0-99/1234}. */
    String contentRange(long sizeBytes) {
        return isSatisfiable()
                ? "bytes " + first + "-" + (first + length - 1) + "/" + sizeBytes
                : "bytes */" + sizeBytes;
    }

    private static ByteRange suffix(long count, long sizeBytes) {
        long length = Math.min(count, sizeBytes);
        return new ByteRange(sizeBytes - length, length);
    }
}
