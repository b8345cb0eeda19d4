package org.cotgateway.codec;

/**
 * What is changed in an event for whom it goes to. {@code marti}, which is meant for the server that gets it, goes out
 * in {@link #WHOLE} only.
 */
public enum Edition {
    /** Nothing: for events of our own, which say what they want to say. */
    WHOLE,
    /** For devices that are reached directly: what came, without {@code marti}. */
    PLAIN,
    /**
     * For clients of this gateway: a {@code contact@endpoint} becomes {@code *:-1:stcp}, so that they answer through the
     * gateway, as with TAK Server.
     */
    CLIENT,
    /** For other servers: with this gateway's own mark in {@code _flow-tags_}, so that it is known when it comes back. */
    SERVER
}
