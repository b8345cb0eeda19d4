package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * The bytes that a receiver wants an event in. Receivers of the same format share what is encoded for one of them.
 *
 * @param framing what follows each event
 * @param edition what is changed in the events
 */
public record WireFormat(Framing framing, Edition edition) {

    /** Appends an event with its framing. Takes over nothing. */
    public void append(EventImage event, ByteBuf out) {
        ByteBuf xml = event.xml(edition);
        out.writeBytes(xml, xml.readerIndex(), xml.readableBytes());
        switch (framing) {
            case NONE -> {}
            case NEWLINE -> out.writeByte('\n');
            case NULL -> out.writeByte(0);
        }
    }
}
