package org.cotgateway.codec;

/**
 * What a client says of itself in {@code <auth><cot username password uid/></auth>}, before its events.
 *
 * @param uid the device's own; empty if it gave none
 */
public record Credentials(String username, String password, String uid) {

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[username=" + username + ", uid=" + uid + "]";
    }
}
