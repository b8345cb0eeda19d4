package org.cotgateway.channel;

import org.cotgateway.codec.Credentials;

/** Told who connects and who leaves. Called on the loop; must not block or throw. */
public interface ClientObserver {

    /** Somebody has connected and can be sent to; on a listener with TLS after the handshake. */
    void connected(ClientStream client);

    /**
     * A client that has connected says who it is. That may come at any time, more than once, or never.
     *
     * @return whether it may stay; if not, it is closed, and nothing more is taken from it
     */
    boolean authenticated(ClientStream client, Credentials credentials);

    /** Somebody who had connected has left. Nothing more is taken for them. */
    void left(ClientStream client, String why);
}
