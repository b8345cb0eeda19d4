package org.cotgateway.channel;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where an event came in. */
public interface Inlet {

    /** The peer's address and port. */
    InetSocketAddress address();

    /** What sends back by the same way, so that nothing is echoed; null if nothing does. */
    @Nullable
    Receiver receiver();

    /** A way in that nothing goes back by. */
    static Inlet oneWay(InetSocketAddress address) {
        return new Inlet() {
            @Override
            public InetSocketAddress address() {
                return address;
            }

            @Override
            public @Nullable Receiver receiver() {
                return null;
            }

            @Override
            public String toString() {
                return address.toString();
            }
        };
    }
}
