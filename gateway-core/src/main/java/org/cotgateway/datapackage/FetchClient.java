package org.cotgateway.datapackage;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who fetches what: an account of the ledger is found by it.
 *
 * @param sha256 the package
 * @param address the client's IP address, without port
 * @param receiver the callsign that the client gave; empty if it gave none
 */
public record FetchClient(String sha256, String address, String receiver) {

    /** Odd, and its bits are evenly spread: 2^32 by the golden ratio. */
    private static final int SPREAD = 0x9E37_79B9;

    /** That of a download; of a client that gave no callsign the receiver is null. */
    public static FetchClient of(String sha256, InetAddress address, @Nullable String receiver) {
        return new FetchClient(sha256, address.getHostAddress(), receiver == null ? "" : receiver);
    }

    /**
     * Devices are numbered by their addresses and by their callsigns alike, {@code 10.0.0.7} and {@code ALPHA-7}: with what
     * records usually have, times 31 for each part, from one device to the next it is 31 and 1 more, 32 together, and all of a
     * fleet fall into a few buckets.
     */
    @Override
    public int hashCode() {
        int hash = (sha256.hashCode() * SPREAD ^ address.hashCode()) * SPREAD ^ receiver.hashCode();
        hash *= SPREAD;
        return hash ^ hash >>> 15;
    }
}
