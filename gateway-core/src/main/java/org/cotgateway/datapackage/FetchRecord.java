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

    /** A client that has not done anything yet. */
    static FetchRecord unused(Client client, Instant now) {
        return new FetchRecord(client.sha256, client.address, client.receiver, 0, 0, 0, 0, now, now);
    }

    Client client() {
        return new Client(sha256, address, receiver);
    }

    FetchRecord started(Instant now) {
        return new FetchRecord(sha256, address, receiver, started + 1, completed, aborted, bytes, first, now);
    }

    FetchRecord completed(long written, Instant now) {
        return new FetchRecord(sha256, address, receiver, started, completed + 1, aborted, bytes + written, first, now);
    }

    FetchRecord aborted(long written, Instant now) {
        return new FetchRecord(sha256, address, receiver, started, completed, aborted + 1, bytes + written, first, now);
    }

    /** What a record is found by. */
    record Client(String sha256, String address, String receiver) {}
}
