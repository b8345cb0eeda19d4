package org.cotgateway.channel;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as people write them: {@code 10.0.0.7:8087}, {@code [::1]:8087}. */
final class AddressText {

    private AddressText() {}

    static String of(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? NetUtil.toSocketAddressString(internet)
                : String.valueOf(address);
    }

    /** A peer, and which listener it came by; null where there is only one. */
    static String of(InetSocketAddress peer, @Nullable String listener) {
        String address = of(peer);
        return listener == null ? address : address + " of listener " + listener;
    }
}
