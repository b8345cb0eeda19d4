package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;

/** What WebSocket clients say and are told in JSON, of which this package knows nothing. Loop-only. */
public interface WebSocketTexts {

    /** Takes what is found in a message, in its order. Indices count events and what should have been one, from 0. */
    interface Items {

        /** A valid event. */
        void event(CotEvent event, long index);

        /** What is no event, or one that breaks rules; all that is wrong with it. */
        void rejected(long index, List<Violation> violations);
    }

    /**
     * Reads the events in a message.
     *
     * @param form {@link WireProtocol#WEBSOCKET_JSON} or {@link WireProtocol#WEBSOCKET_GEOJSON}
     * @param message its text; lent
     */
    void read(WireProtocol form, ByteBuf message, Items items);

    /**
     * Writes what a client is told of something that is not taken.
     *
     * @param message which of its messages, from 0
     * @param index where in the message, from 0
     * @param out stays the caller's
     */
    void writeRejection(long message, long index, List<Violation> violations, ByteBuf out);
}
