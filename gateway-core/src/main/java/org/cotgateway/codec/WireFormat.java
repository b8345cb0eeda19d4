package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes that a receiver wants an event in. Receivers of the same format share what is encoded for one of them.
 *
 * @param protocol the form of the events
 * @param framing what follows each event; {@link Framing#NONE} for all but XML, as the others have headers
 * @param edition what is changed in the events
 */
public record WireFormat(WireProtocol protocol, Framing framing, Edition edition) {

    private static final Framing[] FRAMINGS = Framing.values();
    private static final Edition[] EDITIONS = Edition.values();
    private static final WireFormat[] FORMATS = all();

    public WireFormat {
        if (protocol.isXml()) {
            protocol = WireProtocol.xml(framing);
        } else {
            framing = Framing.NONE;
        }
    }

    /** The one instance of that format: many receivers have the same, and it is looked for at every delivery. */
    public static WireFormat of(WireProtocol protocol, Framing framing, Edition edition) {
        return FORMATS[
                (protocol.ordinal() * FRAMINGS.length + framing.ordinal()) * EDITIONS.length + edition.ordinal()];
    }

    public static WireFormat xml(Framing framing, Edition edition) {
        return of(WireProtocol.XML, framing, edition);
    }

    private static WireFormat[] all() {
        List<WireFormat> formats = new ArrayList<>();
        for (WireProtocol protocol : WireProtocol.values()) {
            for (Framing framing : FRAMINGS) {
                for (Edition edition : EDITIONS) {
                    WireFormat format = new WireFormat(protocol, framing, edition);
                    int known = formats.indexOf(format);
                    formats.add(known < 0 ? format : formats.get(known));
                }
            }
        }
        return formats.toArray(WireFormat[]::new);
    }

    /** How many bytes {@link #append} appends. */
    public int sizeBytes(EventImage event) {
        return event.bytes(protocol, edition).readableBytes() + framing.delimiterBytes();
    }

    /** Appends an event with its framing. Takes over nothing. */
    public void append(EventImage event, ByteBuf out) {
        ByteBuf bytes = event.bytes(protocol, edition);
        out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        framing.writeDelimiter(out);
    }
}
