package org.cotgateway.channel;

import org.cotgateway.codec.Edition;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;

/**
 * How a WebSocket client is spoken with. Immutable.
 *
 * @param protocol the form of events in both directions, one of WebSocket's
 * @param maySend whether events are taken from it
 * @param texts JSON in both directions
 */
public record WebSocketTerms(WireProtocol protocol, boolean maySend, WebSocketTexts texts) {

    WireFormat format() {
        return WireFormat.of(protocol, Framing.NONE, Edition.CLIENT);
    }

    /** Whether its events come as text; else as binary messages. */
    boolean isText() {
        return protocol != WireProtocol.WEBSOCKET_TAK;
    }
}
