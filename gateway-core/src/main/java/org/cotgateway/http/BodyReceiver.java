package org.cotgateway.http;

import io.netty.buffer.ByteBuf;

/**
 * Takes the body of a request as it arrives, unpacked. Called on the loop; must not block. Either {@link #completed} or
 * {@link #failed} ends it.
 */
public interface BodyReceiver {

    /**
     * The next bytes.
     *
     * @param part lent for the call; to be retained by who keeps it
     */
    void received(ByteBuf part);

    /** The whole body has come; the request is to be answered, now or later, if it has not been. */
    void completed();

    /**
     * The rest does not come: the client is gone, took too long, or sent what is no body. It is being told, if it is still
     * there; nothing is to be answered. Not called for a request that has been answered.
     *
     * @param reason a sentence
     */
    void failed(String reason);
}
