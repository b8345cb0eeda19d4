package org.cotgateway.hub;

/**
 * What a receiver has not been sent.
 *
 * @param receiver an endpoint's name, or a client's address
 * @param address where it is
 * @param events that wait for it, are on their way or, at the end, were lost while the gateway stopped
 */
public record Unsent(String receiver, String address, int events) {

    /** {@code anna (192.0.2.7:4242:tcp): 3 events}. */
    @Override
    public String toString() {
        String who = receiver.equals(address) ? address : receiver + " (" + address + ")";
        return who + ": " + events + (events == 1 ? " event" : " events");
    }
}
