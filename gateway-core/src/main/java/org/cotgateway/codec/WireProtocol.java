package org.cotgateway.codec;

/** In which form an event goes over the wire. */
public enum WireProtocol {
    /** CoT XML. */
    XML("xml"),
    /**
     * CoT XML without line breaks, for streams on which a line break ends an event: breaks inside are written as character
     * references.
     */
    XML_LINE("xml"),
    /** TAK Protocol v1 as it goes on a stream: each message behind a header with its length. */
    TAK_STREAM("tak1"),
    /** TAK Protocol v1 as it goes into a mesh, by datagrams and direct TCP: one message, its header without a length. */
    TAK_MESH("tak1"),
    /** CoT XML as a text message of WebSocket, with the frame's header. */
    WEBSOCKET_XML("ws-xml"),
    /**
     * TAK Protocol v1 as a binary message of WebSocket, with the frame's header: the protocol buffer alone, as WebSocket itself
     * tells the length of a message, and as the decoders of web clients take it ({@code from_proto} of node-cot).
     */
    WEBSOCKET_TAK("ws-tak1"),
    /** Our JSON of an event as a text message of WebSocket, with the frame's header. */
    WEBSOCKET_JSON("ws-json"),
    /** GeoJSON as a text message of WebSocket, with the frame's header. */
    WEBSOCKET_GEOJSON("ws-geojson");

    private final String label;

    WireProtocol(String label) {
        this.label = label;
    }

    /** XML as it is written with such a framing. */
    public static WireProtocol xml(Framing framing) {
        return framing == Framing.NEWLINE ? XML_LINE : XML;
    }

    /** Whether it is XML and nothing else, without a frame around it. */
    public boolean isXml() {
        return this == XML || this == XML_LINE;
    }

    /** What operators call it: {@code xml}, {@code tak1}, {@code ws-json} ... */
    public String label() {
        return label;
    }
}
