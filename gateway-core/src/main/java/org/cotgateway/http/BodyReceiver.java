package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Takes the body of a request as it arrives, unpacked. Called on the loop; must not block. One of {@link #completed},
 * {@link #refused} and {@link #failed} ends it.
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
     * The rest is not taken: it is no body, too much or too late. The client is told by a problem document that says so, and
     * its connection ends; a receiver that has more to tell answers with this status before this returns. Not called for a
     * request that has been answered.
     *
     * @param sentence what is wrong
     */
    default void refused(HttpResponseStatus status, String sentence) {
        failed(sentence);
    }

    /**
     * The rest does not come: the client is gone, and nothing is to be answered. Not called for a request that has been
     * answered.
     *
     * @param reason a sentence
     */
    void failed(String reason);
}
