package org.cotgateway.codec;

/** What is changed in an event for whom it goes to. {@code marti}, which is meant for the server, never goes out. */
public enum Edition {
    /** As it came: for devices that are reached directly. */
    PLAIN,
    /**
     * For clients of this gateway: a {@code contact@endpoint} becomes {@code *:-1:stcp}, so that they answer through the
     * gateway, as with TAK Server.
     */
    CLIENT,
    /** For other servers: with this gateway's own mark in {@code _flow-tags_}, so that it is known when it comes back. */
    SERVER
}
