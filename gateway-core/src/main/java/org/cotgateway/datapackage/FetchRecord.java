package org.cotgateway.datapackage;

import java.time.Instant;

/**
 * What the ledger knows of one client and one package.
 *
 * @param sha256 the package
 * @param address the client's IP address, without port
 * @param receiver the callsign that the client gave; empty if it gave none
 * @param started downloads begun
 * @param completed downloads written to the last byte
 * @param aborted downloads that ended before
 * @param bytes bytes of content written, all downloads together
 * @param first when its first download began, to the millisecond
 * @param last when its last download began or ended, to the millisecond
 */
public record FetchRecord(
        String sha256,
        String address,
        String receiver,
        long started,
        long completed,
        long aborted,
        long bytes,
        Instant first,
        Instant last) {

    FetchClient client() {
        return new FetchClient(sha256, address, receiver);
    }
}
