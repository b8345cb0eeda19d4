package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.event.CotEvent;

/** Writes events in a form that this package does not know; see {@link EventImages}. Loop-only. */
@FunctionalInterface
public interface EventWriter {

    /**
     * Appends an event to a buffer, which stays the caller's.
     *
     * @throws IllegalArgumentException if the event holds what cannot be written; what is behind the buffer's writer index
     *     then does not matter
     */
    void write(CotEvent event, ByteBuf out);
}
