package org.cotgateway.codec;

/** In which form an event goes over the wire. */
public enum WireProtocol {
    /** CoT XML. */
    XML,
    /**
     * CoT XML without line breaks, for streams on which a line break ends an event: breaks inside are written as character
     * references.
     */
    XML_LINE,
    /** TAK Protocol v1 as it goes on a stream: each message behind a header with its length. */
    TAK_STREAM,
    /** TAK Protocol v1 as it goes into a mesh, by datagrams and direct TCP: one message, its header without a length. */
    TAK_MESH;

    /** XML as it is written with such a framing. */
    public static WireProtocol xml(Framing framing) {
        return framing == Framing.NEWLINE ? XML_LINE : XML;
    }

    public boolean isXml() {
        return this == XML || this == XML_LINE;
    }
}
