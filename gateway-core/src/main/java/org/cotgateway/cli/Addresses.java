package org.cotgateway.cli;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Addresses for people. */
final class Addresses {

    private Addresses() {}

    /** {@code 10.0.0.7:4242}, {@code [::1]:4242}; never looks a name up. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
