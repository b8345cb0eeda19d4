package org.cotgateway.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One download of a whole package by one client, as far as it has come.
 *
 * @param sha256 the package
 * @param client the client's address
 * @param receiver the callsign that the client gave ({@code receiver} in the URL, as ATAK appends it), or null
 * @param request the token of the URL ({@code to}) that says for which delivery the URL was made, or null
 * @param bytes bytes of content handed to the operating system so far
 * @param startedMs when it began, in milliseconds since 1970-01-01T00:00:00Z
 * @param endedMs when it ended, or of a fetch that has just begun: when it began; same unit
 */
public record Fetch(
        String sha256,
        InetAddress client,
        @Nullable String receiver,
        @Nullable String request,
        long bytes,
        long startedMs,
        long endedMs) {

    /** This fetch, ended. */
    Fetch ended(long bytesWritten, long atMs) {
        return new Fetch(sha256, client, receiver, request, bytesWritten, startedMs, atMs);
    }
}
