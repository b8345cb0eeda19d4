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

    /** An event that came in here broke rules, and was not taken. Loop-only. */
    default void brokeRules() {
        // Counted for the gateway, and here for nobody.
    }

    /**
     * An event that came in here was passed on, but not to those who get it by a stream in a form too large for that.
     * Loop-only.
     */
    default void tooLargeForStreams() {
        // As with brokeRules.
    }

    /** What is like it for the log: the connection where there is one, else the host that sends. */
    default Object source() {
        return address();
    }

    /** A way in that nothing goes back by. */
    static Inlet oneWay(InetSocketAddress address) {
        return oneWay(address, null);
    }

    /**
     * The same, of a listener.
     *
     * @param listener its name; null where there is only one
     */
    static Inlet oneWay(InetSocketAddress address, @Nullable String listener) {
        return oneWay(address, listener, () -> {});
    }

    /**
     * The same, of a listener that counts what breaks rules.
     *
     * @param brokeRules run on the loop for each event that does
     */
    static Inlet oneWay(InetSocketAddress address, @Nullable String listener, Runnable brokeRules) {
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
            public void brokeRules() {
                brokeRules.run();
            }

            @Override
            public Object source() {
                return address.getAddress();
            }

            @Override
            public String toString() {
                return AddressText.of(address, listener);
            }
        };
    }
}
