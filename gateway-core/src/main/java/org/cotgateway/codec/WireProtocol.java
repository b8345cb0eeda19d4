package org.cotgateway.codec;

/** In which form an event goes over the wire. */
public enum WireProtocol {
    /** CoT XML. */
    XML,
    /** TAK Protocol v1 as it goes on a stream: each message behind a header with its length. */
    TAK_STREAM,
    /** TAK Protocol v1 as it goes into a mesh, by datagrams and direct TCP: one message, its header without a length. */
    TAK_MESH
}
