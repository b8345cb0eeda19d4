package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * The bytes that a receiver wants an event in. Receivers of the same format share what is encoded for one of them.
 *
 * @param protocol the form of the events
 * @param framing what follows each event; {@link Framing#NONE} for all but XML, as the others have headers
 * @param edition what is changed in the events
 */
public record WireFormat(WireProtocol protocol, Framing framing, Edition edition) {

    public WireFormat {
        if (protocol.isXml()) {
            protocol = WireProtocol.xml(framing);
        } else {
            framing = Framing.NONE;
        }
    }

    public static WireFormat xml(Framing framing, Edition edition) {
        return new WireFormat(WireProtocol.XML, framing, edition);
    }

    /** TAK Protocol v1 on a stream. */
    public static WireFormat takStream(Edition edition) {
        return new WireFormat(WireProtocol.TAK_STREAM, Framing.NONE, edition);
    }

    /** TAK Protocol v1 in datagrams and by direct TCP. */
    public static WireFormat takMesh(Edition edition) {
        return new WireFormat(WireProtocol.TAK_MESH, Framing.NONE, edition);
    }

    /** Appends an event with its framing. Takes over nothing. */
    public void append(EventImage event, ByteBuf out) {
        ByteBuf bytes = event.bytes(protocol, edition);
        out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        framing.writeDelimiter(out);
    }
}
