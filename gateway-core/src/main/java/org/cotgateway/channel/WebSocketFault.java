package org.cotgateway.channel;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Objects;

/**
 * What is wrong with what a client sent, so that its connection is of no more use.
 *
 * @param status what the client is told
 * @param why for people, in a few words
 */
record WebSocketFault(WebSocketCloseStatus status, String why) {

    /** @param maxFrameBytes what a frame may have */
    static WebSocketFault of(CorruptedWebSocketFrameException wrong, int maxFrameBytes) {
        WebSocketCloseStatus status = wrong.closeStatus();
        return status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
                ? tooLarge("a frame", maxFrameBytes)
                : new WebSocketFault(status, Objects.requireNonNullElse(wrong.getMessage(), status.reasonText()));
    }

    static WebSocketFault tooLarge(String what, int maxBytes) {
        return new WebSocketFault(WebSocketCloseStatus.MESSAGE_TOO_BIG, what + " has more than " + maxBytes + " bytes");
    }

    boolean isTooLarge() {
        return status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
    }
}
