package org.cotgateway.hub;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is meant by a rule for clients: all that is given must hold. Immutable. The password does not show in
 * {@code toString}.
 *
 * @param certificate the common name (CN) of the client's certificate; null for any, or none
 * @param user the name that the client gives in its {@code <auth>}; null for any, or none
 * @param password that goes with it; given when {@code user} is
 * @param network where the client connects from; null for anywhere
 */
public record ClientMatch(
        @Nullable String certificate,
        @Nullable String user,
        @Nullable String password,
        @Nullable Network network) {

    public ClientMatch {
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("user and password belong together");
        }
        if (certificate == null && user == null && network == null) {
            throw new IllegalArgumentException("must name a certificate, a user or a network");
        }
    }

    /** Those who connect from there. */
    public static ClientMatch from(Network network) {
        return new ClientMatch(null, null, null, network);
    }

    /** The one with this name and password. */
    public static ClientMatch user(String name, String password) {
        return new ClientMatch(null, name, password, null);
    }

    /** The one whose certificate has this common name. */
    public static ClientMatch certificate(String commonName) {
        return new ClientMatch(commonName, null, null, null);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, "certificate ", certificate);
        append(text, "user ", user);
        append(text, "address ", network);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, @Nullable Object value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : ", ").append(what).append(value);
        }
    }

    /**
     * Addresses that begin with the same bits.
     *
     * @param prefix how many bits, 0 to 32 for IPv4, to 128 for IPv6
     */
    public record Network(InetAddress address, int prefix) {

        public Network {
            int bits = address.getAddress().length * Byte.SIZE;
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("prefix must be between 0 and " + bits + ": " + prefix);
            }
        }

        @Override
        public String toString() {
            return address.getHostAddress() + "/" + prefix;
        }
    }
}
