package org.cotgateway.datapackage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A data package in the store.
 *
 * @param sha256 the hash of its bytes, 64 lower-case hexadecimal digits
 * @param fileName the name to show to devices: safe, and ends in {@code .zip}
 * @param sizeBytes its exact size
 * @param path where it lies; never changes as long as it is stored
 */
public record StoredPackage(String sha256, String fileName, long sizeBytes, Path path) {

    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    /** The path of its URL, percent-encoded (RFC 3986, UTF-8 beneath it): {@code /package/<sha256>/<name>.zip}. */
    public String urlPath() {
        return "/package/" + sha256 + "/" + encode(fileName);
    }

    private static String encode(String segment) {
        StringBuilder encoded = new StringBuilder(segment.length() + 16);
        for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }
}
