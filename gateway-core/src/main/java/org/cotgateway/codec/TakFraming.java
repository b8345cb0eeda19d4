package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * What stands before a payload of TAK Protocol v1: on a stream {@code BF} and the payload's length as a varint, in a mesh
 * (datagrams and direct TCP, one message each) {@code BF 01 BF}, in which 01 is the version.
 *
 * <p>Source: ATAK 4.6 and 5.5, whose direct and datagram inputs take the mesh header only.
 */
public final class TakFraming {

    /** What every header begins with. XML never does: no character begins with this byte in UTF-8. */
    public static final int MAGIC = 0xBF;

    /** The only version that there is. */
    public static final int VERSION = 1;

    /** How long the header is in a mesh. */
    public static final int MESH_HEADER_BYTES = 3;

    private static final int MESH_HEADER = MAGIC << 16 | VERSION << 8 | MAGIC;

    private TakFraming() {}

    /** How long the header of such a payload is on a stream. */
    public static int streamHeaderBytes(int payloadBytes) {
        return 1 + ProtoWire.varintBytes(payloadBytes);
    }

    /** Writes the header of such a payload on a stream. */
    public static void writeStreamHeader(int payloadBytes, ByteBuf out) {
        if (payloadBytes < 0) {
            throw new IllegalArgumentException("payloadBytes " + payloadBytes + " is negative");
        }
        out.ensureWritable(streamHeaderBytes(payloadBytes));
        out.writeByte(MAGIC);
        int rest = payloadBytes;
        for (; rest > 0x7F; rest >>>= 7) {
            out.writeByte(rest & 0x7F | 0x80);
        }
        out.writeByte(rest);
    }

    /** Writes the header in a mesh. */
    public static void writeMeshHeader(ByteBuf out) {
        out.writeMedium(MESH_HEADER);
    }

    /** Writes the header in a mesh at an index, by the rules of {@link Ascii}. */
    static int appendMeshHeader(Draft out, int index) {
        Ascii.reserve(out, index, MESH_HEADER_BYTES);
        out.setByte(index, MAGIC);
        out.setByte(index + 1, VERSION);
        out.setByte(index + 2, MAGIC);
        return index + MESH_HEADER_BYTES;
    }

    /** Whether a datagram or a direct message is TAK Protocol v1; its payload is then behind {@link #MESH_HEADER_BYTES}. */
    public static boolean isMesh(ByteBuf message) {
        return message.readableBytes() >= MESH_HEADER_BYTES
                && message.getUnsignedMedium(message.readerIndex()) == MESH_HEADER;
    }
}
