package org.cotgateway.hub;

import java.net.InetSocketAddress;

/**
 * Where a listener listens.
 *
 * @param name the listener's
 * @param type tcp, tls, udp, multicast or direct
 * @param address with the port that it really is
 */
public record ListeningAddress(String name, String type, InetSocketAddress address) {

    /** Whether clients connect there by a stream and stay. */
    public boolean isStream() {
        return type.equals("tcp") || type.equals("tls");
    }
}
