package org.cotgateway.http;

import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110, 8.8.3): a package's is its hash in quotes. */
final class EntityTag {

    private static final String WEAK = "W/";

    private EntityTag() {}

    static String of(String sha256) {
        return '"' + sha256 + '"';
    }

    /** Whether an {@code If-None-Match} header names the tag, weakly or not, or any. */
    static boolean isAmong(String tag, @Nullable String header) {
        if (header == null) {
            return false;
        }
        for (String listed : header.split(",", -1)) {
            String candidate = listed.strip();
            if (candidate.equals("*") || candidate.equals(tag) || candidate.equals(WEAK + tag)) {
                return true;
            }
        }
        return false;
    }
}
