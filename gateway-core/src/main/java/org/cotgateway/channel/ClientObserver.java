package org.cotgateway.channel;

/** Told who connects and who leaves. Called on the loop; must not block or throw. */
public interface ClientObserver {

    /** Somebody has connected and can be sent to. */
    void connected(ClientStream client);

    /** Somebody has left. Nothing more is taken for them. */
    void left(ClientStream client, String why);
}
