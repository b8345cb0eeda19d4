package org.cotgateway.transport;

import java.util.Locale;

/** Says in a few plain words why a port cannot be listened on; the same words whatever drives the socket. Safe on any thread. */
public final class ListenFailure {

    private ListenFailure() {}

    /** For example {@code the address is in use}; of a failure that is not known, what it says itself. */
    public static String of(Throwable cause) {
        String message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("address already in use")) {
            return "the address is in use";
        }
        if (lower.contains("permission denied")) {
            return "forbidden by this machine";
        }
        return lower.contains("cannot assign requested address") ? "this machine has no such address" : message;
    }
}
