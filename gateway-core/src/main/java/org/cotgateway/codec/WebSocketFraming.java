package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * The frames of WebSocket as a server writes them: whole messages, not masked, without extensions (RFC 6455, 5.2).
 */
public final class WebSocketFraming {

    /** A message of text in UTF-8. */
    public static final int TEXT = 0x1;

    /** A message of any bytes. */
    public static final int BINARY = 0x2;

    /** Ends the connection. */
    public static final int CLOSE = 0x8;

    /** Asks whether the other side is there. */
    public static final int PING = 0x9;

    /** Answers that. */
    public static final int PONG = 0xA;

    /** The longest header that is written. */
    public static final int MAX_HEADER_BYTES = 10;

    /** The longest payload of a frame that is no message. */
    public static final int MAX_CONTROL_BYTES = 125;

    private static final int LAST_FRAME = 0x80;
    private static final int SHORT_FOLLOWS = 126;
    private static final int LONG_FOLLOWS = 127;
    private static final int MAX_SHORT = 0xFFFF;

    private WebSocketFraming() {}

    /** How long the header of such a payload is. */
    public static int headerBytes(int payloadBytes) {
        if (payloadBytes < SHORT_FOLLOWS) {
            return 2;
        }
        return payloadBytes <= MAX_SHORT ? 4 : MAX_HEADER_BYTES;
    }

    /** Writes the header of such a payload. */
    public static void writeHeader(int opcode, int payloadBytes, ByteBuf out) {
        out.writeByte(LAST_FRAME | opcode);
        if (payloadBytes < SHORT_FOLLOWS) {
            out.writeByte(payloadBytes);
        } else if (payloadBytes <= MAX_SHORT) {
            out.writeByte(SHORT_FOLLOWS).writeShort(payloadBytes);
        } else {
            out.writeByte(LONG_FOLLOWS).writeLong(payloadBytes);
        }
    }

    /**
     * Makes a frame of a payload whose length was not known before it was written: {@link #MAX_HEADER_BYTES} in front of it
     * there must be room. What can be read of the buffer afterwards is the frame.
     *
     * @param out ends with the payload
     */
    static void frame(int opcode, int payloadIndex, ByteBuf out) {
        int end = out.writerIndex();
        int begin = payloadIndex - headerBytes(end - payloadIndex);
        out.setIndex(0, begin);
        writeHeader(opcode, end - payloadIndex, out);
        out.setIndex(begin, end);
    }
}
